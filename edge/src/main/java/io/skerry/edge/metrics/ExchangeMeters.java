package io.skerry.edge.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.skerry.edge.exchange.ExchangeRecord;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Meters of exchanges, found by site and route without allocating. Routes come from the routes file, so they are few; reloads
 * may rename them again and again, so at {@value #MAX_ROUTES} pairs the rest is counted under {@code other}.
 */
final class ExchangeMeters {

    static final int MAX_ROUTES = 2000;
    private static final String NONE = "none";
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final ReasonMeters reasons;
    private final ConcurrentHashMap<String, ConcurrentHashMap<String, RouteMeters>> sites = new ConcurrentHashMap<>();
    private final AtomicInteger pairs = new AtomicInteger();
    private final RouteMeters other;

    ExchangeMeters(MeterRegistry registry) {
        this.registry = registry;
        this.reasons = new ReasonMeters(registry);
        this.other = new RouteMeters(registry, OTHER, OTHER);
    }

    void ended(ExchangeRecord exchange) {
        route(exchange.site().orElse(NONE), exchange.route().orElse(NONE)).ended(exchange);
        if (!exchange.reason().isEmpty()) {
            reasons.decided(exchange.outcome(), exchange.reason());
        }
    }

    private RouteMeters route(String site, String route) {
        ConcurrentHashMap<String, RouteMeters> routes = sites.get(site);
        RouteMeters known = routes == null ? null : routes.get(route);
        return known == null ? newRoute(site, route) : known;
    }

    private RouteMeters newRoute(String site, String route) {
        if (pairs.get() >= MAX_ROUTES) {
            return other;
        }
        return sites.computeIfAbsent(site, s -> new ConcurrentHashMap<>()).computeIfAbsent(route, r -> {
            pairs.incrementAndGet();
            return new RouteMeters(registry, site, r);
        });
    }
}
