package io.skerry.edge.pipeline;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.status.CacheStatus;
import io.skerry.cache.store.StoredResponse;
import io.skerry.edge.generation.Route;
import org.jspecify.annotations.Nullable;

/**
 * What all hits on one stored response under one route have in common, worked out at the first: its freshness, and the whole head but
 * for the fields that differ from answer to answer (Age, Cache-Status, X-Request-Id).
 *
 * <p>Immutable; kept in the margin of the stored version, so that it goes when the version goes.
 */
final class PreparedHit {

    private final Route route;
    private final StoredFreshness freshness;
    private final ResponseHead stored;
    private final @Nullable ResponseHead head;
    private final String statusPrefix;

    private PreparedHit(Route route, StoredFreshness freshness, @Nullable ResponseHead head, String statusPrefix) {
        this.route = route;
        this.freshness = freshness;
        this.stored = freshness.head().response();
        this.head = head;
        this.statusPrefix = statusPrefix;
    }

    /** What was worked out for this response under this route and policy, or is now. */
    // Identity on purpose: a route of another generation may edit other fields, and comparing policies would cost more
    // than all the
    // rest.
    @SuppressWarnings("ReferenceEquality")
    static PreparedHit of(StoredResponse response, Route route, CachePolicy policy) {
        Object note = response.margin().note();
        if (note instanceof PreparedHit known
                && known.route == route
                && known.freshness.isOf(response.head(), policy)) {
            return known;
        }
        PreparedHit made = make(response, route, policy);
        response.margin().keep(made);
        return made;
    }

    private static PreparedHit make(StoredResponse response, Route route, CachePolicy policy) {
        ResponseHead stored = response.head().response();
        StoredFreshness freshness = StoredFreshness.of(response.head(), policy);
        boolean dated = stored.headers().contains("Date");
        boolean plain = stored.status() == 200
                && response.body().lengthBytes().isPresent()
                && !(response.head().body() instanceof BodyLayout.Slices);
        if (!dated || !plain || route.responseEdits().concern(ResponseAssembler.PASSING_FIELDS)) {
            return new PreparedHit(route, freshness, null, "");
        }
        ResponseHead whole = ResponseAssembler.wholeStored(
                stored, response.body().lengthBytes().getAsLong());
        Headers lasting = ResponseAssembler.lasting(whole.headers(), policy.clientCacheControl(200), route);
        String prefix =
                lasting.joined(CacheStatus.FIELD).map(before -> before + ", ").orElse("");
        Headers.Builder without = lasting.toBuilder();
        for (String field : ResponseAssembler.PASSING_FIELDS) {
            without.remove(field);
        }
        return new PreparedHit(route, freshness, whole.withHeaders(without.build()), prefix);
    }

    /** Its freshness under the policy. */
    StoredFreshness freshness() {
        return freshness;
    }

    /**
     * Whether {@link #head(long, String, String)} may be asked for this answer: not for heads that differ in more than the passing
     * fields, and not for another representation or version that took the stored one's place on the way.
     */
    // Identity on purpose: a head that is equal and another was made on the way, for another content.
    @SuppressWarnings("ReferenceEquality")
    boolean fits(Answer answer) {
        return head != null && answer.head() == stored;
    }

    /** The head of one answer to a GET without conditions or ranges. */
    ResponseHead head(long ageSeconds, String cacheStatus, String requestId) {
        if (head == null) {
            throw new IllegalStateException("a head that cannot be prepared");
        }
        String status = statusPrefix.isEmpty() ? cacheStatus : statusPrefix + cacheStatus;
        return head.withHeaders(head.headers()
                .followedBy("Age", Long.toString(ageSeconds), CacheStatus.FIELD, status, "X-Request-Id", requestId));
    }
}
