package io.skerry.cache.freshness;

import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.Directive;
import io.skerry.cache.directive.ResponseDirectives;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.policy.CachePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * All that a stored response's fields and a policy say of its freshness, worked out once: what is left for a hit is arithmetic.
 *
 * <p>Immutable; may be kept beside the head for as long as both head and policy are the same objects ({@link #isOf}).
 */
public final class StoredFreshness {

    /** Threads and nodes read clocks at different moments, and a clock that is corrected a little says little of an age. */
    private static final long CLOCK_ERROR_MILLIS = 60_000;

    private final StoredHead head;
    private final CachePolicy policy;
    private final CacheControl directives;
    private final FreshnessLifetime lifetime;
    /** When a response of age 0 would have been made: now minus this is the current age. */
    private final long bornMillis;

    private final long knownSinceMillis;

    private final long lifetimeMillis;
    private final boolean forAnybody;
    private final Duration whileRevalidate;
    private final Duration ifError;
    private final Optional<StaleProhibition> prohibition;

    private StoredFreshness(StoredHead head, CachePolicy policy) {
        CachePolicy effective = policy.forUrl(head.uri());
        ResponseDirectives found = ResponseDirectives.of(head.response().headers(), effective.targetList());
        this.head = head;
        this.policy = policy;
        this.directives = found.cacheControl();
        this.lifetime =
                FreshnessLifetime.of(head.response(), found, effective, head.responseTime(), head.originValidators());
        Duration initialAge =
                AgeCalculator.correctedInitialAge(head.response().headers(), head.requestTime(), head.responseTime());
        this.bornMillis = head.responseTime().minus(initialAge).toEpochMilli();
        this.knownSinceMillis = head.responseTime().toEpochMilli() - CLOCK_ERROR_MILLIS;
        this.lifetimeMillis = head.freshUntil()
                .map(end -> Math.clamp(
                        end.toEpochMilli() - bornMillis, 0, lifetime.duration().toMillis()))
                .orElse(lifetime.duration().toMillis());
        this.forAnybody = !alwaysValidated()
                && (lifetime.positive() || directives.has(Directive.PUBLIC) || effective.grantsFreshness());
        this.whileRevalidate = window(Directive.STALE_WHILE_REVALIDATE, effective.staleWhileRevalidate());
        this.ifError = window(Directive.STALE_IF_ERROR, effective.staleIfError());
        this.prohibition = StaleProhibition.of(directives, lifetime.source(), effective);
    }

    /** Works out the freshness of a stored response under a route's policy. */
    public static StoredFreshness of(StoredHead head, CachePolicy policy) {
        return new StoredFreshness(head, policy);
    }

    private Duration window(Directive directive, Duration ofPolicy) {
        return directives.has(directive)
                ? Duration.ofSeconds(directives.seconds(directive).orElse(0))
                : forAnybody ? ofPolicy : Duration.ZERO;
    }

    /** Whether it was worked out for these very objects; if not, work it out anew. */
    // Identity on purpose: comparing values would cost more than working it out anew.
    @SuppressWarnings("ReferenceEquality")
    public boolean isOf(StoredHead otherHead, CachePolicy otherPolicy) {
        return head == otherHead && policy == otherPolicy;
    }

    /** The stored response. */
    public StoredHead head() {
        return head;
    }

    /** The route's policy. */
    public CachePolicy policy() {
        return policy;
    }

    /** The directives that hold for this cache. */
    public CacheControl directives() {
        return directives;
    }

    /** How long it is fresh, and what says so. */
    public FreshnessLifetime lifetime() {
        return lifetime;
    }

    /** Whether every use has to be preceded by a validation: {@code no-cache}, unless the policy's ttl replaces it. */
    public boolean alwaysValidated() {
        return directives.noCacheOfAll() && !lifetime.source().replacesOrigin();
    }

    /** {@code current_age} in milliseconds, 0 or more. */
    public long ageMillis(Instant now) {
        return Math.max(0, now.toEpochMilli() - bornMillis);
    }

    /** {@code current_age} in whole seconds, as the Age field has it. */
    public long ageSeconds(Instant now) {
        return ageMillis(now) / 1000;
    }

    /** Remaining freshness in whole seconds, rounded down; negative when stale. */
    public long ttlSeconds(Instant now) {
        return Math.floorDiv(lifetimeMillis - ageMillis(now), 1000L);
    }

    /**
     * {@code response_is_fresh = freshness_lifetime > current_age} (RFC 9111 4.2). What came at a time that is still to come was stamped by
     * a clock that has been set back since: nobody knows its age, and it is taken for stale.
     */
    public boolean freshAt(Instant now) {
        return lifetimeMillis > Math.max(0, now.toEpochMilli() - bornMillis) && hasAgeAt(now);
    }

    /** Whether anybody knows its age, and so for how long it has been stale. */
    boolean hasAgeAt(Instant now) {
        return now.toEpochMilli() >= knownSinceMillis;
    }

    /** When its lifetime ends or ended, in milliseconds since the epoch. */
    long freshUntilMillis() {
        return bornMillis + lifetimeMillis;
    }

    /** How long after its lifetime it may be served while it is validated. */
    public Duration whileRevalidate() {
        return whileRevalidate;
    }

    /** How long after its lifetime it may be served when the origin fails. */
    public Duration ifError() {
        return ifError;
    }

    /**
     * Whether somebody said that it may be used without asking the origin: it was fresh once, or is public, or the policy grants
     * freshness, and it is no {@code no-cache}. Else it may have been made for one visitor, and is stored only to be asked about: those
     * who wait while it is fetched do not get it, and nothing but its own directives makes it serve stale.
     */
    public boolean forAnybody() {
        return forAnybody;
    }

    /** What in the response itself forbids to serve it stale. */
    public Optional<StaleProhibition> prohibition() {
        return prohibition;
    }
}
