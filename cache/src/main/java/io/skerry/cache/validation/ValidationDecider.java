package io.skerry.cache.validation;

import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.Directive;
import io.skerry.cache.directive.ResponseDirectives;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.freshness.StaleAllowance;
import io.skerry.cache.freshness.StatusRule;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VaryRule;
import io.skerry.cache.message.EntityTag;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.validation.ValidationDecision.Fail;
import io.skerry.cache.validation.ValidationDecision.Freshen;
import io.skerry.cache.validation.ValidationDecision.Keeping;
import io.skerry.cache.validation.ValidationDecision.Refetch;
import io.skerry.cache.validation.ValidationDecision.RefetchReason;
import io.skerry.cache.validation.ValidationDecision.Replace;
import io.skerry.cache.validation.ValidationDecision.ServeStaleOnError;
import java.time.Instant;
import java.util.Optional;

/** Decides what the origin's answer to a validation means for the stored response (RFC 9111 4.3.3, 4.3.4; RFC 5861 4). */
public final class ValidationDecider {

    private ValidationDecider() {}

    /**
     * The decision for an answer.
     *
     * @param freshness of the stored response that was validated
     * @param request for which it was validated
     * @param answer the origin's final response
     * @param verdict on the stored response, judged now that the answer is here
     */
    public static ValidationDecision decide(
            StoredFreshness freshness, RequestHead request, ResponseHead answer, PurgeVerdict verdict, Instant now) {
        if (answer.status() == 304) {
            return notModified(freshness, request, answer, verdict, now);
        }
        // An error that is stored covers up none: the origin's newest says what is the matter now.
        if (StatusRule.originFailure(answer.status())
                && !StatusRule.originFailure(freshness.head().response().status())
                && StaleAllowance.onError(freshness, verdict, now) instanceof StaleAllowance.Allowed allowed) {
            return new ServeStaleOnError(allowed.reason());
        }
        return new Replace();
    }

    /** The decision when no answer came: connect failure, time-out, broken transfer before the head. */
    public static ValidationDecision decideFailure(StoredFreshness freshness, PurgeVerdict verdict, Instant now) {
        return switch (StaleAllowance.onError(freshness, verdict, now)) {
            case StaleAllowance.Allowed allowed -> new ServeStaleOnError(allowed.reason());
            case StaleAllowance.Forbidden forbidden -> new Fail(forbidden.prohibition());
        };
    }

    private static ValidationDecision notModified(
            StoredFreshness freshness, RequestHead request, ResponseHead answer, PurgeVerdict verdict, Instant now) {
        StoredHead stored = freshness.head();
        CachePolicy policy = freshness.policy();
        if (verdict instanceof PurgeVerdict.Hard) {
            return new Refetch(RefetchReason.PURGED);
        }
        if (!stored.originValidators().present()) {
            return new Refetch(RefetchReason.UNASKED);
        }
        if (!concerns(answer, stored.originValidators(), policy)) {
            return new Refetch(RefetchReason.VALIDATOR_MISMATCH);
        }
        if (variesMore(answer, stored)) {
            return new Refetch(RefetchReason.VARY_CHANGED);
        }
        ResponseHead updated = HeaderUpdate.freshen(stored, answer, policy, now);
        return new Freshen(updated, keeping(request, updated, policy.forUrl(stored.uri())));
    }

    private static Keeping keeping(RequestHead request, ResponseHead updated, CachePolicy policy) {
        ResponseDirectives directives = ResponseDirectives.of(updated.headers(), policy.targetList());
        boolean forbidden =
                directives.has(Directive.NO_STORE) || directives.cacheControl().privateOfAll();
        if (forbidden) {
            return Keeping.REMOVE;
        }
        boolean forItself = directives.personalTo(request)
                || CacheControl.of(request.headers()).has(Directive.NO_STORE);
        return forItself ? Keeping.LEAVE : Keeping.KEEP;
    }

    // RFC 9111 4.3.4: a strong validator in the 304 has to be the stored one; a weak one may match weakly; none
    // concerns the one response that was validated.
    private static boolean concerns(ResponseHead answer, Validators stored, CachePolicy policy) {
        Optional<String> answered = answer.headers().first("ETag");
        if (answered.isPresent() && stored.entityTag().isPresent()) {
            Optional<EntityTag> theirs = EntityTag.parse(answered.get());
            Optional<EntityTag> ours = EntityTag.parse(stored.entityTag().get());
            if (theirs.isEmpty() || ours.isEmpty()) {
                return true;
            }
            boolean strictly = policy.has(CachePolicy.Trait.STRICT_TAGS);
            boolean same = theirs.get().weaklyEquals(ours.get());
            return same
                    && (!strictly
                            || theirs.get().strength() == EntityTag.Strength.WEAK
                            || theirs.get().stronglyEquals(ours.get()));
        }
        Optional<String> date = answer.headers().first("Last-Modified");
        boolean byDate = answered.isEmpty() && stored.entityTag().isEmpty();
        return !byDate || date.isEmpty() || date.equals(stored.lastModified());
    }

    private static boolean variesMore(ResponseHead answer, StoredHead stored) {
        return switch (VaryRule.of(answer.headers())) {
            case VaryRule.Never _, VaryRule.TooMany _ -> true;
            case VaryRule.By by -> !selectedBy(stored, by);
        };
    }

    private static boolean selectedBy(StoredHead stored, VaryRule.By named) {
        VaryRule before = VaryRule.of(stored.response().headers());
        for (VariantInput input : named.inputs()) {
            boolean known = stored.variant().inputs().contains(input)
                    || (before instanceof VaryRule.By by && by.inputs().contains(input));
            if (!known) {
                return false;
            }
        }
        return true;
    }
}
