package io.skerry.edge.pipeline.answer;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.status.CacheStatus;
import io.skerry.cache.store.StoredResponse;
import io.skerry.edge.generation.Route;
import io.skerry.edge.server.PreparedLines;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all hits on one stored response under one route have in common, worked out at the first: its freshness, and the whole head but
 * for the fields that differ from answer to answer (Age, Cache-Status, X-Request-Id).
 *
 * <p>Immutable; kept in the margin of the stored version, so that it goes when the version goes.
 */
final class PreparedHit {

    /** What a route may not change where heads are prepared: the passing fields, and what frames a message. */
    private static final List<String> UNTOUCHED =
            List.of("Age", CacheStatus.FIELD, "X-Request-Id", "Content-Length", "Connection", "Transfer-Encoding");

    private final Route route;
    private final StoredFreshness freshness;
    private final ResponseHead stored;
    private final @Nullable Lasting lasting;

    /**
     * What does not change from hit to hit.
     *
     * @param head with the lasting fields alone
     * @param lines these fields as HTTP/1 writes them; null where they cannot be written as they are
     * @param length the value of Content-Length
     * @param statusPrefix what other caches said in Cache-Status, with a comma behind it
     */
    private record Lasting(ResponseHead head, @Nullable PreparedLines lines, String length, String statusPrefix) {}

    private PreparedHit(Route route, StoredFreshness freshness, @Nullable Lasting lasting) {
        this.route = route;
        this.freshness = freshness;
        this.stored = freshness.head().response();
        this.lasting = lasting;
    }

    /** What was worked out for this response under this route and policy, or is now. */
    // Identity on purpose: a route of another generation may edit other fields, and comparing policies
    // would cost more than all the rest.
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
        if (!dated || !plain || route.responseEdits().concern(UNTOUCHED)) {
            return new PreparedHit(route, freshness, null);
        }
        long length = response.body().lengthBytes().getAsLong();
        ResponseHead whole = ResponseAssembler.wholeStored(stored, length);
        Headers told =
                ClientVary.told(whole.headers(), response.head().variant().inputs());
        return new PreparedHit(
                route,
                freshness,
                lasting(
                        whole,
                        ResponseAssembler.lasting(told, policy.clientCacheControl(200), route),
                        Long.toString(length)));
    }

    private static Lasting lasting(ResponseHead whole, Headers fields, String length) {
        String prefix =
                fields.joined(CacheStatus.FIELD).map(before -> before + ", ").orElse("");
        Headers.Builder without = fields.toBuilder();
        for (String field : UNTOUCHED) {
            if (fields.contains(field)) {
                without.remove(field);
            }
        }
        Headers lasting = without.build();
        return new Lasting(whole.withHeaders(lasting), PreparedLines.of(lasting).orElse(null), length, prefix);
    }

    /** Its freshness under the policy. */
    StoredFreshness freshness() {
        return freshness;
    }

    /**
     * Whether {@link #answer} may be asked for this answer: not for heads that differ in more than the passing
     * fields, and not for another representation or version that took the stored one's place on the way.
     */
    // Identity on purpose: a head that is equal and another was made on the way, for another content.
    @SuppressWarnings("ReferenceEquality")
    boolean fits(Answer answer) {
        return lasting != null && answer.head() == stored;
    }

    /** What one client gets that asked with a GET without conditions or ranges. */
    ClientAnswer answer(Answer answer, String requestId) {
        if (lasting == null) {
            throw new IllegalStateException("a head that cannot be prepared");
        }
        String status =
                lasting.statusPrefix().isEmpty() ? answer.cacheStatus() : lasting.statusPrefix() + answer.cacheStatus();
        Headers lastingFields = lasting.head().headers();
        Headers fields = lastingFields.followedBy(
                "Content-Length",
                lasting.length(),
                "Age",
                Long.toString(answer.ageSeconds().orElseThrow()),
                CacheStatus.FIELD,
                status,
                "X-Request-Id",
                requestId);
        PreparedLines lines = lasting.lines();
        return new ClientAnswer(
                lasting.head().withHeaders(fields),
                answer.content(),
                true,
                lines == null ? null : new ClientAnswer.Encoded(lines, lastingFields.size()));
    }
}
