package io.skerry.edge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.skerry.edge.exchange.ExchangeRecord.OriginPart;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The meters of requests to origins, by the origin's name in the routes file. Any thread. */
final class OriginMeters {

    /** An origin's name is from the routes file; beyond this many (reloads that rename) they share {@code other}. */
    static final int MAX_ORIGINS = 1000;

    /** Failure tokens are constants; beyond this many per origin they share {@code other}. */
    static final int MAX_REASONS = 50;

    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final ConcurrentHashMap<String, OneOrigin> origins = new ConcurrentHashMap<>();

    OriginMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Counts one request to an origin.
     *
     * @param part what the origin answered; without a status it counts as a failure
     * @param failure the failure's token; not used where there is a status
     */
    void asked(OriginPart part, String failure) {
        OneOrigin origin = origin(part.origin());
        if (part.status().isPresent()) {
            origin.latency.record(part.headTime().toNanos(), TimeUnit.NANOSECONDS);
            origin.status(part.status().get()).increment();
        } else {
            origin.status(0).increment();
            origin.failure(failure).increment();
        }
    }

    private OneOrigin origin(String name) {
        OneOrigin known = origins.get(name);
        if (known != null) {
            return known;
        }
        String label = origins.size() < MAX_ORIGINS ? name : OTHER;
        return origins.computeIfAbsent(label, l -> new OneOrigin(registry, l));
    }

    private static final class OneOrigin {
        private final MeterRegistry registry;
        private final Tags tags;
        private final Timer latency;
        private final AtomicReferenceArray<Counter> statuses = new AtomicReferenceArray<>(StatusLabel.COUNT);
        private final ConcurrentHashMap<String, Counter> failures = new ConcurrentHashMap<>();

        OneOrigin(MeterRegistry registry, String name) {
            this.registry = registry;
            this.tags = Tags.of("origin", name);
            this.latency = Timer.builder("skerry.origin.head.duration")
                    .tags(tags)
                    .serviceLevelObjectives(OutcomeMeters.LATENCY_BOUNDS)
                    .register(registry);
        }

        Counter status(int status) {
            int index = StatusLabel.index(status);
            Counter known = statuses.get(index);
            if (known != null) {
                return known;
            }
            Counter made = registry.counter("skerry.origin.requests", tags.and("status", StatusLabel.of(index)));
            statuses.set(index, made);
            return made;
        }

        Counter failure(String reason) {
            String token = reason.isEmpty() ? "unknown" : reason;
            Counter known = failures.get(token);
            if (known != null) {
                return known;
            }
            String label = failures.size() < MAX_REASONS ? token : OTHER;
            return failures.computeIfAbsent(
                    label, l -> registry.counter("skerry.origin.failures", tags.and("reason", l)));
        }
    }
}
