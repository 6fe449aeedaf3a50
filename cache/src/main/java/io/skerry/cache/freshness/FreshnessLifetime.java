package io.skerry.cache.freshness;

import io.skerry.cache.directive.Directive;
import io.skerry.cache.directive.ResponseDirectives;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.message.HttpDate;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.policy.TtlRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long a response is fresh (RFC 9111 4.2.1), and what says so.
 *
 * @param duration 0 or more
 * @param source what it was taken from
 */
public record FreshnessLifetime(Duration duration, LifetimeSource source) {

    /** The longest heuristic lifetime. */
    public static final Duration HEURISTIC_MAX = Duration.ofDays(1);

    private static final FreshnessLifetime NONE = new FreshnessLifetime(Duration.ZERO, LifetimeSource.NONE);

    public FreshnessLifetime {
        Objects.requireNonNull(source);
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a negative lifetime: " + duration);
        }
    }

    /**
     * The lifetime of a response under a policy.
     *
     * <p>A ttl for the status goes before everything. A policy's ttl replaces the origin's only for statuses that are cacheable
     * by default and no errors; an error is fresh only by explicit freshness of its own or a ttl for its status.
     *
     * @param directives those of the response that hold for this cache
     * @param responseTime stands in for an absent or invalid Date
     * @param origin what the origin knows it by: where functions changed the content, and took Last-Modified away with what clients may
     *     compare, its age is still told from that
     */
    public static FreshnessLifetime of(
            ResponseHead response,
            ResponseDirectives directives,
            CachePolicy policy,
            Instant responseTime,
            Validators origin) {
        TtlRule ttl = policy.ttl();
        Optional<Duration> forStatus = ttl.forStatus(response.status());
        if (forStatus.isPresent()) {
            return new FreshnessLifetime(forStatus.get(), LifetimeSource.POLICY_STATUS);
        }
        boolean granting = StatusRule.cacheableSuccess(response.status());
        if (granting && ttl.override().isPresent()) {
            return new FreshnessLifetime(ttl.override().get(), LifetimeSource.POLICY_TTL);
        }
        FreshnessLifetime lifetime = explicit(response, directives, responseTime)
                .or(() -> granting ? fallback(ttl) : Optional.empty())
                .or(() -> heuristic(response, directives, policy, responseTime, origin))
                .orElse(NONE);
        return bounded(lifetime, ttl, granting);
    }

    private static FreshnessLifetime bounded(FreshnessLifetime lifetime, TtlRule ttl, boolean granting) {
        Duration bounded = ttl.within(lifetime.duration());
        int change = bounded.compareTo(lifetime.duration());
        if (change < 0) {
            return new FreshnessLifetime(bounded, LifetimeSource.POLICY_MAX);
        }
        return change > 0 && granting ? new FreshnessLifetime(bounded, LifetimeSource.POLICY_MIN) : lifetime;
    }

    private static Optional<FreshnessLifetime> explicit(
            ResponseHead response, ResponseDirectives directives, Instant responseTime) {
        boolean targeted = directives.field() == ResponseDirectives.Field.TARGETED;
        OptionalLong sharedMaxAge = directives.cacheControl().seconds(Directive.S_MAXAGE);
        if (sharedMaxAge.isPresent()) {
            return seconds(sharedMaxAge.getAsLong(), targeted ? LifetimeSource.TARGETED : LifetimeSource.S_MAXAGE);
        }
        OptionalLong maxAge = directives.cacheControl().seconds(Directive.MAX_AGE);
        if (maxAge.isPresent()) {
            return seconds(maxAge.getAsLong(), targeted ? LifetimeSource.TARGETED : LifetimeSource.MAX_AGE);
        }
        return targeted ? Optional.empty() : expires(response, responseTime);
    }

    private static Optional<FreshnessLifetime> seconds(long seconds, LifetimeSource source) {
        return Optional.of(new FreshnessLifetime(Duration.ofSeconds(seconds), source));
    }

    private static Optional<FreshnessLifetime> expires(ResponseHead response, Instant responseTime) {
        List<String> lines = response.headers().all("Expires");
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        // RFC 9111 5.3: an invalid date, "0" above all, is in the past. Several lines are no date.
        Optional<Instant> expires =
                lines.size() == 1 ? HttpDate.parse(lines.getFirst(), responseTime) : Optional.empty();
        Instant date = AgeCalculator.dateValue(response.headers(), responseTime);
        Duration lifetime = expires.map(end -> Duration.between(date, end)).orElse(Duration.ZERO);
        return Optional.of(
                new FreshnessLifetime(lifetime.isNegative() ? Duration.ZERO : lifetime, LifetimeSource.EXPIRES));
    }

    private static Optional<FreshnessLifetime> fallback(TtlRule ttl) {
        return ttl.fallback().map(duration -> new FreshnessLifetime(duration, LifetimeSource.POLICY_DEFAULT));
    }

    // RFC 9111 4.2.2: only without explicit freshness, for statuses that allow it or responses marked public.
    private static Optional<FreshnessLifetime> heuristic(
            ResponseHead response,
            ResponseDirectives directives,
            CachePolicy policy,
            Instant responseTime,
            Validators origin) {
        if (!StatusRule.heuristicAllowed(response.status(), directives, policy)) {
            return Optional.empty();
        }
        Optional<Instant> lastModified = response.headers()
                .first("Last-Modified")
                .or(origin::lastModified)
                .flatMap(text -> HttpDate.parse(text, responseTime));
        if (lastModified.isEmpty()) {
            return Optional.empty();
        }
        Instant date = AgeCalculator.dateValue(response.headers(), responseTime);
        Duration tenth = Duration.between(lastModified.get(), date).dividedBy(10);
        if (!tenth.isPositive()) {
            return Optional.empty();
        }
        Duration capped = tenth.compareTo(HEURISTIC_MAX) > 0 ? HEURISTIC_MAX : tenth;
        return Optional.of(new FreshnessLifetime(capped, LifetimeSource.HEURISTIC));
    }

    /** Whether the response is fresh for any time at all. */
    public boolean positive() {
        return duration.isPositive();
    }
}
