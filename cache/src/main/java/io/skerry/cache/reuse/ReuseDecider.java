package io.skerry.cache.reuse;

import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.Directive;
import io.skerry.cache.entry.Candidate;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.freshness.StaleAllowance;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.policy.CachePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides what to do with a request, given what is stored for it (RFC 9111 4).
 *
 * <p>In this order: what no cache answers; what is purged or outdated; what the client demands, as far as the policy lets it; what
 * has to be validated whatever its age; fresh; stale but permitted; validate.
 */
public final class ReuseDecider {

    private ReuseDecider() {}

    /** The decision for any candidate; works out the freshness of a selected one. */
    public static ReuseDecision decide(RequestHead request, Candidate candidate, CachePolicy policy, Instant now) {
        return switch (candidate) {
            case Candidate.None none -> decideUnselected(request, FetchReason.URI_MISS);
            case Candidate.OtherVariants others -> decideUnselected(request, FetchReason.VARY_MISS);
            case Candidate.Selected selected ->
                decide(request, selected, StoredFreshness.of(selected.head(), policy), now);
        };
    }

    /**
     * The decision for a selected response whose freshness is at hand.
     *
     * @param freshness of the selected head under the route's policy
     */
    public static ReuseDecision decide(
            RequestHead request, Candidate.Selected selected, StoredFreshness freshness, Instant now) {
        Optional<ReuseDecision> without = withoutStore(request);
        if (without.isPresent()) {
            return without.get();
        }
        CacheControl directives = CacheControl.of(request.headers());
        return onlyStored(directives, decide(request, directives, selected, freshness, now));
    }

    /** The decision for a request that is not answered from the cache, whatever is stored; to be asked before the store is. */
    public static Optional<ReuseDecision> withoutStore(RequestHead request) {
        return passReason(request)
                .map(reason -> onlyStored(CacheControl.of(request.headers()), new ReuseDecision.Pass(reason)));
    }

    private static Optional<PassReason> passReason(RequestHead request) {
        if (!request.method().answeredFromCache()) {
            return Optional.of(PassReason.METHOD);
        }
        Headers headers = request.headers();
        if (headers.contains("Transfer-Encoding")
                || !headers.first("Content-Length").orElse("0").equals("0")) {
            return Optional.of(PassReason.REQUEST_CONTENT);
        }
        return headers.contains("If-Match") || headers.contains("If-Unmodified-Since")
                ? Optional.of(PassReason.ORIGIN_PRECONDITION)
                : Optional.empty();
    }

    private static ReuseDecision decideUnselected(RequestHead request, FetchReason reason) {
        return withoutStore(request)
                .orElseGet(() -> onlyStored(CacheControl.of(request.headers()), new ReuseDecision.Fetch(reason)));
    }

    // RFC 9111 5.2.1.7: honoured whatever the policy, since it can only spare the origin.
    private static ReuseDecision onlyStored(CacheControl directives, ReuseDecision decision) {
        if (!directives.has(Directive.ONLY_IF_CACHED)) {
            return decision;
        }
        return switch (decision) {
            case ReuseDecision.Fetch fetch ->
                new ReuseDecision.Unsatisfiable(fetch.reason().forward());
            case ReuseDecision.Validate validate ->
                new ReuseDecision.Unsatisfiable(validate.reason().forward());
            case ReuseDecision.ServeFresh fresh -> fresh;
            case ReuseDecision.ServeStale stale -> stale;
            case ReuseDecision.Pass pass ->
                // RFC 9111 4: a method that is not safe is written through.
                pass.reason() == PassReason.METHOD
                        ? pass
                        : new ReuseDecision.Unsatisfiable(pass.reason().forward());
            case ReuseDecision.Unsatisfiable unsatisfiable -> unsatisfiable;
        };
    }

    private static ReuseDecision decide(
            RequestHead request,
            CacheControl directives,
            Candidate.Selected selected,
            StoredFreshness freshness,
            Instant now) {
        if (selected.verdict() instanceof PurgeVerdict.Hard) {
            return new ReuseDecision.Fetch(FetchReason.PURGED);
        }
        if (selected.snapshots() == Candidate.SnapshotState.SUPERSEDED) {
            return new ReuseDecision.Fetch(FetchReason.SUPERSEDED);
        }
        boolean heedsClient = freshness.policy().has(CachePolicy.Trait.CLIENT_REVALIDATE);
        if (heedsClient) {
            Optional<ValidateReason> demand = demand(request, directives, freshness, now);
            if (demand.isPresent()) {
                return validate(demand.get(), selected);
            }
        }
        if (selected.verdict() instanceof PurgeVerdict.Invalidated) {
            return validate(ValidateReason.INVALIDATED, selected);
        }
        if (freshness.alwaysValidated()) {
            return validate(ValidateReason.NO_CACHE, selected);
        }
        boolean softlyPurged = selected.verdict() instanceof PurgeVerdict.Soft;
        if (!softlyPurged && freshness.freshAt(now)) {
            return new ReuseDecision.ServeFresh(
                    freshness.ageSeconds(now),
                    freshness.ttlSeconds(now),
                    freshness.lifetime().source());
        }
        Duration maxStale = heedsClient ? seconds(directives, Directive.MAX_STALE) : Duration.ZERO;
        return stale(selected, freshness, maxStale, now);
    }

    private static ReuseDecision stale(
            Candidate.Selected selected, StoredFreshness freshness, Duration maxStale, Instant now) {
        if (StaleAllowance.whileRevalidate(freshness, selected.verdict(), now)
                instanceof StaleAllowance.Allowed allowed) {
            return new ReuseDecision.ServeStale(freshness.ageSeconds(now), freshness.ttlSeconds(now), allowed.reason());
        }
        if (StaleAllowance.forClient(freshness, maxStale, selected.verdict(), now)
                instanceof StaleAllowance.Allowed allowed) {
            return new ReuseDecision.ServeStale(freshness.ageSeconds(now), freshness.ttlSeconds(now), allowed.reason());
        }
        boolean softlyPurged = selected.verdict() instanceof PurgeVerdict.Soft;
        return validate(softlyPurged ? ValidateReason.SOFT_PURGED : ValidateReason.STALE, selected);
    }

    private static ReuseDecision validate(ValidateReason reason, Candidate.Selected selected) {
        return new ReuseDecision.Validate(reason, selected.head().askedWith());
    }

    private static Optional<ValidateReason> demand(
            RequestHead request, CacheControl directives, StoredFreshness freshness, Instant now) {
        if (directives.has(Directive.NO_CACHE) || hasPragmaNoCache(request.headers())) {
            return Optional.of(ValidateReason.REQUEST_NO_CACHE);
        }
        OptionalLong maxAge = directives.seconds(Directive.MAX_AGE);
        // An age of half a second is more than max-age=0, which means "validate".
        if (maxAge.isPresent() && freshness.ageMillis(now) >= maxAge.getAsLong() * 1000) {
            return Optional.of(ValidateReason.REQUEST_MAX_AGE);
        }
        OptionalLong minFresh = directives.seconds(Directive.MIN_FRESH);
        return minFresh.isPresent() && freshness.ttlSeconds(now) < minFresh.getAsLong()
                ? Optional.of(ValidateReason.REQUEST_MIN_FRESH)
                : Optional.empty();
    }

    // RFC 9111 5.4: Pragma counts only where Cache-Control is absent.
    private static boolean hasPragmaNoCache(Headers headers) {
        return !headers.contains("Cache-Control")
                && headers.first("Pragma").orElse("").equalsIgnoreCase("no-cache");
    }

    private static Duration seconds(CacheControl directives, Directive directive) {
        return Duration.ofSeconds(directives.seconds(directive).orElse(0));
    }
}
