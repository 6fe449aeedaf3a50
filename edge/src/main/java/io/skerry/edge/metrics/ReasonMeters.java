package io.skerry.edge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts why the cache decided as it did, by the token that {@code Cache-Status} shows. Reasons are constants of the deciders;
 * functions can add their own, so at {@value #MAX_REASONS} the rest is counted under {@code other}.
 */
final class ReasonMeters {

    static final int MAX_REASONS = 200;
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final ConcurrentHashMap<String, PerToken<CacheOutcome, Counter>> reasons = new ConcurrentHashMap<>();

    ReasonMeters(MeterRegistry registry) {
        this.registry = registry;
        reasons.put(OTHER, counters(OTHER));
    }

    void decided(CacheOutcome outcome, String reason) {
        PerToken<CacheOutcome, Counter> known = reasons.get(reason);
        PerToken<CacheOutcome, Counter> counters = known == null ? first(reason) : known;
        counters.of(outcome).increment();
    }

    private PerToken<CacheOutcome, Counter> first(String reason) {
        String label = reasons.size() < MAX_REASONS ? reason : OTHER;
        return reasons.computeIfAbsent(label, this::counters);
    }

    private PerToken<CacheOutcome, Counter> counters(String reason) {
        return new PerToken<>(
                CacheOutcome.class,
                outcome -> registry.counter("skerry.cache.decisions", "cache", outcome.token(), "reason", reason));
    }
}
