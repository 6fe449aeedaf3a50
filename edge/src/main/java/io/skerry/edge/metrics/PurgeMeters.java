package io.skerry.edge.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** The meters of purges. Any thread. */
public final class PurgeMeters {

    /** From one synchronisation of a disk to a node that is a lease behind. */
    private static final Duration[] COMPLETE_WITHIN = LongStream.of(
                    1, 2, 5, 10, 20, 50, 100, 250, 1_000, 2_000, 10_000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Timer complete;

    PurgeMeters(MeterRegistry registry) {
        this.registry = registry;
        this.complete = Timer.builder("skerry.purge.complete")
                .serviceLevelObjectives(COMPLETE_WITHIN)
                .register(registry);
    }

    /** Shows the sequence number of the newest purge in force. */
    public void watchSequence(LongSupplier published) {
        Gauge.builder("skerry.purge.seq", published::getAsLong).register(registry);
    }

    /** Shows how many purge records are in the memory index. */
    public void watchRecords(LongSupplier records) {
        Gauge.builder("skerry.purge.records", records::getAsLong).register(registry);
    }

    /** Shows the journal's length on disk, and whether it takes records. */
    public void watchJournal(LongSupplier bytes, BooleanSupplier writable) {
        Gauge.builder("skerry.purge.journal", bytes::getAsLong)
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("skerry.purge.journal.writable", () -> writable.getAsBoolean() ? 1 : 0)
                .register(registry);
    }

    /** Shows how many records are newer than those that nothing stored needs any more. */
    public void watchBacklog(LongSupplier records) {
        Gauge.builder("skerry.purge.sweep.backlog", records::getAsLong).register(registry);
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
        registry.counter("skerry.purge.matched").increment((double) objects);
    }

    /** Records how long after it was asked for every node had a purge. */
    public void complete(Duration took) {
        complete.record(took);
    }

    /** Counts a caller that was not let in, by the reason. */
    public void turnedAway(String reason) {
        registry.counter("skerry.purge.turned.away", "reason", reason).increment();
    }

    /** Counts one purge call by the status of its answer (200, 400, 401, …). */
    public void answered(int status) {
        registry.counter("skerry.purge.requests", "status", StatusLabel.of(StatusLabel.index(status)))
                .increment();
    }
}
