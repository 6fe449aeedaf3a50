package io.skerry.edge.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/** The meters of purges. Any thread. */
public final class PurgeMeters {

    private final MeterRegistry registry;

    PurgeMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows the sequence number of the newest purge in force. */
    public void watchSequence(LongSupplier published) {
        Gauge.builder("skerry.purge.seq", published, LongSupplier::getAsLong).register(registry);
    }

    /** Shows how many purge records are in the memory index. */
    public void watchRecords(LongSupplier records) {
        Gauge.builder("skerry.purge.records", records, LongSupplier::getAsLong).register(registry);
    }

    /**
     * Counts selectors that came into force.
     *
     * @param kind {@code url}, {@code variant}, {@code tag}, {@code prefix}, {@code host} or {@code everything}
     * @param mode {@code hard}, {@code soft} or {@code invalidated}
     * @param selectors how many, 0 or more
     */
    public void applied(String kind, String mode, int selectors) {
        registry.counter("skerry.purge.selectors", "kind", kind, "mode", mode).increment(selectors);
    }

    /** Counts stored responses that a purge found on this node. */
    public void matched(long objects) {
        registry.counter("skerry.purge.matched").increment(objects);
    }

    /** Counts one purge call by the status of its answer (200, 400, 401, …). */
    public void answered(int status) {
        registry.counter("skerry.purge.requests", "status", StatusLabel.of(StatusLabel.index(status)))
                .increment();
    }
}
