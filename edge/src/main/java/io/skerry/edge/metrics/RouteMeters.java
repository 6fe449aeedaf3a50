package io.skerry.edge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.exchange.ExchangeRecord.Ending;

/** The meters of one route: per cache outcome, per ending. */
final class RouteMeters {

    private final PerToken<CacheOutcome, OutcomeMeters> outcomes;
    private final PerToken<Ending, Counter> aborts;
    private final Counter received;

    RouteMeters(MeterRegistry registry, String site, String route) {
        Tags tags = Tags.of("site", site, "route", route);
        outcomes = new PerToken<>(
                CacheOutcome.class, outcome -> new OutcomeMeters(registry, tags.and("cache", outcome.token())));
        aborts = new PerToken<>(
                Ending.class, ending -> registry.counter("skerry.aborts", tags.and("ending", ending.token())));
        received = registry.counter("skerry.request.bytes", tags);
    }

    void ended(ExchangeRecord exchange) {
        outcomes.of(exchange.outcome()).ended(exchange);
        if (exchange.bytesReceived() > 0) {
            received.increment((double) exchange.bytesReceived());
        }
        if (exchange.ending() != Ending.COMPLETE) {
            aborts.of(exchange.ending()).increment();
        }
    }
}
