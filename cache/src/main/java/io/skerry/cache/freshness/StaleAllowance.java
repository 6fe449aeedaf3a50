package io.skerry.cache.freshness;

import io.skerry.cache.entry.PurgeVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a stored response may be served stale (RFC 9111 4.2.4). Prohibitions are asked first; then the windows of RFC 5861, as
 * the origin or else the policy sets them.
 *
 * <p>After a soft purge the window counts from the purge, and still ends where it would have ended without one.
 */
public sealed interface StaleAllowance {

    /**
     * It may.
     *
     * @param reason what permits it
     */
    record Allowed(StaleReason reason) implements StaleAllowance {
        public Allowed {
            Objects.requireNonNull(reason);
        }
    }

    /**
     * It may not.
     *
     * @param prohibition what forbids it
     */
    record Forbidden(StaleProhibition prohibition) implements StaleAllowance {
        public Forbidden {
            Objects.requireNonNull(prohibition);
        }
    }

    /** Whether it may be served while it is validated in the background. */
    static StaleAllowance whileRevalidate(StoredFreshness freshness, PurgeVerdict verdict, Instant now) {
        return within(freshness, freshness.whileRevalidate(), StaleReason.WHILE_REVALIDATE, verdict, now);
    }

    /**
     * Whether it may be served in place of an error: the origin answered 500, 502, 503 or 504, or not at all.
     *
     * @param verdict judged at this moment, after all waiting
     */
    static StaleAllowance onError(StoredFreshness freshness, PurgeVerdict verdict, Instant now) {
        return within(freshness, freshness.ifError(), StaleReason.IF_ERROR, verdict, now);
    }

    /** Whether a client that takes responses so stale may get it (RFC 9111 5.2.1.2). */
    static StaleAllowance forClient(StoredFreshness freshness, Duration maxStale, PurgeVerdict verdict, Instant now) {
        Duration window = freshness.forAnybody() ? maxStale : Duration.ZERO;
        return within(freshness, window, StaleReason.MAX_STALE, verdict, now);
    }

    private static StaleAllowance within(
            StoredFreshness freshness, Duration window, StaleReason reason, PurgeVerdict verdict, Instant now) {
        Optional<StaleProhibition> prohibition = prohibition(verdict).or(freshness::prohibition);
        if (prohibition.isPresent()) {
            return new Forbidden(prohibition.get());
        }
        if (!window.isPositive()) {
            return new Forbidden(StaleProhibition.NO_WINDOW);
        }
        long end = staleFrom(freshness, verdict) + window.toMillis();
        return now.toEpochMilli() < end && freshness.hasAgeAt(now)
                ? new Allowed(reason)
                : new Forbidden(StaleProhibition.WINDOW_OVER);
    }

    private static Optional<StaleProhibition> prohibition(PurgeVerdict verdict) {
        return switch (verdict) {
            case PurgeVerdict.Not not -> Optional.empty();
            case PurgeVerdict.Soft soft -> Optional.empty();
            case PurgeVerdict.Invalidated invalidated -> Optional.of(StaleProhibition.INVALIDATED);
            case PurgeVerdict.Hard hard -> Optional.of(StaleProhibition.PURGED);
        };
    }

    /** From when the window counts: the end of the lifetime, or an earlier soft purge. */
    private static long staleFrom(StoredFreshness freshness, PurgeVerdict verdict) {
        return switch (verdict) {
            case PurgeVerdict.Soft soft -> Math.min(soft.since().toEpochMilli(), freshness.freshUntilMillis());
            case PurgeVerdict.Not not -> freshness.freshUntilMillis();
            case PurgeVerdict.Invalidated invalidated -> freshness.freshUntilMillis();
            case PurgeVerdict.Hard hard -> freshness.freshUntilMillis();
        };
    }
}
