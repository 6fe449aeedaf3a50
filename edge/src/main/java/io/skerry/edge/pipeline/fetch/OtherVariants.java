package io.skerry.edge.pipeline.fetch;

import io.skerry.cache.entry.Candidate.SnapshotState;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.AcceptEncoding;
import io.skerry.cache.message.ContentCoding;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.parts.RangeAsk;
import io.skerry.cache.reuse.FetchReason;
import io.skerry.cache.store.CacheStore;
import io.skerry.cache.store.StoredResponse;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Forwarding;
import io.skerry.edge.pipeline.answer.Held;
import io.skerry.edge.pipeline.upstream.OriginRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stored variants of a URL that a request does not select, held open while the origin is asked whether one of them answers it all the
 * same (RFC 9111 4.1, 4.3.1): by their entity tags alone, since a date says nothing of which one is meant.
 *
 * <p>Each is handed on or closed exactly once. Confined to one event loop.
 */
final class OtherVariants implements AutoCloseable {

    private static final int MOST = 8;

    /** A variant confirmed is copied to where the request's own variant is stored: no larger one is asked about. */
    private static final long LARGEST_BYTES = 1 << 20;

    /** Fields by which responses vary that have one entity tag for all of them in spite of RFC 9110 8.8.3. */
    private static final Set<String> SHARING_TAGS = Set.of("accept-encoding", "cookie", "authorization");

    private final List<Held> held;

    private OtherVariants(List<Held> held) {
        this.held = held;
    }

    /**
     * Those that this request may ask about; none unless it goes forward because no variant is its own, and none where functions make
     * several variants of what the origin knows as one.
     */
    static OtherVariants of(Exchange exchange, Forwarding forwarding, CacheStore store) {
        List<Held> usable = new ArrayList<>();
        boolean missed =
                forwarding.detail().equals(FetchReason.VARY_MISS.token()) && forwarding.ask() instanceof RangeAsk.Whole;
        if (missed
                && OriginRequests.storedAsSent(exchange)
                && exchange.request().method().equals(Method.GET)) {
            for (StoredResponse response : store.variants(exchange.keyed().key(), MOST)) {
                Held candidate = Held.of(response, exchange);
                if (usable(candidate, exchange)) {
                    usable.add(candidate);
                } else {
                    candidate.close();
                }
            }
        }
        return new OtherVariants(usable);
    }

    private static boolean usable(Held candidate, Exchange exchange) {
        StoredHead head = candidate.response().head();
        return head.originValidators().entityTag().isPresent()
                && head.clientValidators().equals(head.originValidators())
                && candidate.candidate().snapshots() == SnapshotState.CURRENT
                && head.body().lengthBytes() <= LARGEST_BYTES
                && sameWhereTagsAreNot(head, exchange);
    }

    /**
     * Servers that compress on the fly say 304 with one tag for all codings: the wrong one, or none, would be served for good. And
     * applications that tag a page by the version of what it shows say 304 to one visitor about the page of another.
     */
    private static boolean sameWhereTagsAreNot(StoredHead head, Exchange exchange) {
        VariantKey variant = head.variant();
        for (int i = 0; i < variant.inputs().size(); i++) {
            VariantInput input = variant.inputs().get(i);
            String value = exchange.value(input);
            boolean shared = input.field().filter(SHARING_TAGS::contains).isPresent()
                    && !variant.values().get(i).equals(value);
            if (shared && !(input.kind() == VariantInput.Kind.CODING && isAskedFor(head.contentCoding(), value))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a content in this coding can be served to requests that chose these: what is not coded is coded for them. */
    private static boolean isAskedFor(String coding, String chosen) {
        return coding.equals(ContentCoding.IDENTITY)
                || ContentCoding.of(coding)
                        .filter(AcceptEncoding.codings(chosen)::contains)
                        .isPresent();
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** What to ask with; {@code own}, that of a selected response or none, where there are no others. */
    List<Validators> validators(Validators own) {
        if (held.isEmpty()) {
            return List.of(own);
        }
        return held.stream()
                .map(one ->
                        new Validators(one.response().head().originValidators().entityTag(), Optional.empty()))
                .toList();
    }

    /**
     * The variant that a 304 means: the one with exactly its entity tag (RFC 9111 4.3.4). It is the caller's from now on; the others
     * are closed.
     */
    Optional<Held> confirmedBy(ResponseHead notModified) {
        Optional<String> tag = notModified.headers().first("ETag");
        Held confirmed = null;
        for (Held one : held) {
            if (confirmed == null
                    && tag.isPresent()
                    && tag.equals(one.response().head().originValidators().entityTag())) {
                confirmed = one;
            } else {
                one.close();
            }
        }
        held.clear();
        return Optional.ofNullable(confirmed);
    }

    @Override
    public void close() {
        held.forEach(Held::close);
        held.clear();
    }
}
