package io.skerry.cache.validation;

import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.Directive;
import io.skerry.cache.directive.ResponseDirectives;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.message.EntityTag;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.CachePolicy;
import java.time.Instant;
import java.util.Optional;

/** Decides what an answer to HEAD means for the response stored for GET that the same request selects (RFC 9111 4.3.5). */
public final class HeadDecider {

    private HeadDecider() {}

    /**
     * The decision.
     *
     * @param freshness of the stored response
     * @param request the HEAD
     * @param answer the origin's final response to HEAD
     * @param verdict on the stored response, judged now
     * @param now when the answer was received
     */
    public static HeadDecision decide(
            StoredFreshness freshness, RequestHead request, ResponseHead answer, PurgeVerdict verdict, Instant now) {
        StoredHead stored = freshness.head();
        boolean transformed = !stored.clientValidators().equals(stored.originValidators());
        if (answer.status() != 200
                || stored.response().status() != 200
                || transformed
                || verdict instanceof PurgeVerdict.Hard) {
            return new HeadDecision.Keep();
        }
        CachePolicy policy = freshness.policy();
        if (personal(request, answer, policy.forUrl(stored.uri()))) {
            return new HeadDecision.Keep();
        }
        Headers fields = answer.headers();
        if (!sameTag(fields, stored) || !sameDate(fields, stored) || !sameContent(fields, stored)) {
            return new HeadDecision.Remove();
        }
        // The RFC updates as well where nothing is compared; what may be another content is not called fresh here.
        boolean compared =
                fields.contains("ETag") || fields.contains("Last-Modified") || fields.contains("Content-Length");
        // RFC 9111 5.2.1.5: nothing of the answer to a request that says no-store is stored.
        if (!compared || CacheControl.of(request.headers()).has(Directive.NO_STORE)) {
            return new HeadDecision.Keep();
        }
        ResponseHead updated = HeaderUpdate.freshen(stored, answer, policy, now);
        return storable(updated, policy.forUrl(stored.uri()))
                ? new HeadDecision.Update(updated)
                : new HeadDecision.Remove();
    }

    // RFC 9111 3.5: what is said to one user's credentials, and not permitted to be shared, says nothing to others.
    private static boolean personal(RequestHead request, ResponseHead answer, CachePolicy policy) {
        return ResponseDirectives.of(answer.headers(), policy.targetList()).personalTo(request);
    }

    private static boolean sameTag(Headers answer, StoredHead stored) {
        Optional<String> answered = answer.first("ETag");
        if (answered.isEmpty()) {
            return true;
        }
        Optional<EntityTag> theirs = EntityTag.parse(answered.get());
        Optional<EntityTag> ours = stored.originValidators().entityTag().flatMap(EntityTag::parse);
        return theirs.isPresent() && ours.isPresent() && theirs.get().weaklyEquals(ours.get());
    }

    private static boolean sameDate(Headers answer, StoredHead stored) {
        Optional<String> answered = answer.first("Last-Modified");
        return answered.isEmpty() || answered.equals(stored.originValidators().lastModified());
    }

    private static boolean sameContent(Headers answer, StoredHead stored) {
        Optional<String> length = answer.first("Content-Length");
        String coding = answer.first("Content-Encoding").orElse("identity");
        return coding.equalsIgnoreCase(stored.contentCoding())
                && (length.isEmpty()
                        || length.get().equals(Long.toString(stored.body().lengthBytes())));
    }

    private static boolean storable(ResponseHead updated, CachePolicy policy) {
        ResponseDirectives directives = ResponseDirectives.of(updated.headers(), policy.targetList());
        return !directives.has(Directive.NO_STORE) && !directives.cacheControl().privateOfAll();
    }
}
