package io.skerry.edge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.skerry.edge.exchange.ExchangeRecord;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The meters of one cache outcome of one route: a latency histogram, bytes sent, and a counter for each status. */
final class OutcomeMeters {

    /** Bounds of the latency histograms: fine where hits are, coarse where origins are. */
    static final Duration[] LATENCY_BOUNDS = {
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer latency;
    private final Counter sent;
    private final AtomicReferenceArray<Counter> statuses = new AtomicReferenceArray<>(StatusLabel.COUNT);

    OutcomeMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        this.latency = Timer.builder("skerry.request.duration")
                .tags(tags)
                .serviceLevelObjectives(LATENCY_BOUNDS)
                .register(registry);
        this.sent = registry.counter("skerry.response.bytes", tags);
    }

    void ended(ExchangeRecord exchange) {
        status(exchange.status()).increment();
        latency.record(exchange.duration().toNanos(), TimeUnit.NANOSECONDS);
        sent.increment((double) exchange.bytesSent());
    }

    private Counter status(int status) {
        int index = StatusLabel.index(status);
        Counter known = statuses.get(index);
        if (known != null) {
            return known;
        }
        Counter made = registry.counter("skerry.requests", tags.and("status", StatusLabel.of(index)));
        statuses.set(index, made);
        return made;
    }
}
