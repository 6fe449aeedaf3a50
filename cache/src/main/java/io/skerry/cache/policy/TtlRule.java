package io.skerry.cache.policy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a policy sets freshness lifetimes (RFC 9111 4.2.1). It never permits to store what the origin or the RFC forbids:
 * {@code private}, {@code no-store}, Authorization and Set-Cookie have their own rules.
 *
 * @param override replaces whatever the origin says, {@code no-cache} included ({@code ttl: 30d})
 * @param fallback where the origin says nothing ({@code ttl: default})
 * @param min at least so long, whatever the origin says
 * @param max at most so long
 * @param statuses for single status codes and classes: replaces what the origin says; codes go before classes
 */
public record TtlRule(
        Optional<Duration> override,
        Optional<Duration> fallback,
        Optional<Duration> min,
        Optional<Duration> max,
        List<StatusTtl> statuses) {

    private static final TtlRule NONE =
            new TtlRule(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public TtlRule {
        notNegative(override);
        notNegative(fallback);
        notNegative(min);
        notNegative(max);
        statuses = List.copyOf(statuses);
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
            throw new IllegalArgumentException("min " + min.get() + " is longer than max " + max.get());
        }
    }

    private static void notNegative(Optional<Duration> ttl) {
        if (Objects.requireNonNull(ttl).isPresent() && ttl.get().isNegative()) {
            throw new IllegalArgumentException("a negative ttl: " + ttl.get());
        }
    }

    /** The origin decides. */
    public static TtlRule none() {
        return NONE;
    }

    /** One ttl for everything that may be stored. */
    public static TtlRule always(Duration ttl) {
        return new TtlRule(Optional.of(ttl), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    /** The same rule with a ttl for some statuses. */
    public TtlRule withStatuses(List<StatusTtl> newStatuses) {
        return new TtlRule(override, fallback, min, max, newStatuses);
    }

    /** The ttl set for this status: of its code, else of its class. */
    public Optional<Duration> forStatus(int status) {
        Optional<Duration> ofClass = Optional.empty();
        for (StatusTtl statusTtl : statuses) {
            if (!statusTtl.statuses().covers(status)) {
                continue;
            }
            switch (statusTtl.statuses()) {
                case StatusTtl.Statuses.Code code -> {
                    return Optional.of(statusTtl.ttl());
                }
                case StatusTtl.Statuses.Range range -> ofClass = Optional.of(statusTtl.ttl());
            }
        }
        return ofClass;
    }

    /** The lifetime within {@code min} and {@code max}. */
    public Duration within(Duration lifetime) {
        if (min.isPresent() && lifetime.compareTo(min.get()) < 0) {
            return min.get();
        }
        return max.isPresent() && lifetime.compareTo(max.get()) > 0 ? max.get() : lifetime;
    }
}
