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

    private final List<Held> held;

    private OtherVariants(List<Held> held) {
        this.held = held;
    }

    /**
     * Those that this request may ask about: variants in another coding alone; none unless it goes forward because no variant is its
     * own, and none where functions make several variants of what the origin knows as one.
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
                && sameButForTheCoding(head, exchange);
    }

    /**
     * Whether a variant is one for the same request but for the codings that it takes, and this one takes the variant's. By whatever
     * else responses vary, a 304 is not to be believed, and would bring one client's fields to another: files have one tag for all
     * who may read them, though {@code Access-Control-Allow-Origin} names who asked; applications tag a page by the version of what it
     * shows, whatever its language or format, or the visitor it names; and servers that compress on the fly have one tag for all codings.
     */
    private static boolean sameButForTheCoding(StoredHead head, Exchange exchange) {
        VariantKey variant = head.variant();
        for (int i = 0; i < variant.inputs().size(); i++) {
            VariantInput input = variant.inputs().get(i);
            String value = exchange.value(input);
            boolean fits = input.kind() == VariantInput.Kind.CODING
                    ? isAskedFor(head.contentCoding(), value)
                    : variant.values().get(i).equals(value);
            if (!fits) {
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
