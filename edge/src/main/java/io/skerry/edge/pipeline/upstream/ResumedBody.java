package io.skerry.edge.pipeline.upstream;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.parts.PartDecider;
import io.skerry.cache.parts.PartDecision;
import io.skerry.cache.parts.RangeAsk;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.BodyRead.BodyFault;
import io.skerry.cache.store.StoredResponse;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.UpstreamAnswer;
import io.skerry.edge.pipeline.body.Closing;
import io.skerry.edge.pipeline.body.Content;
import io.skerry.edge.pipeline.body.OriginLease;
import io.skerry.origin.RequestBody;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A body out of the store, the rest of which comes from the origin where the disk does not give it: its client has the head and some
 * of the bytes by then. The origin is asked with the response's strong tag in {@code If-Range}, so that no byte of another version
 * follows (RFC 9110 13.1.5); where it has another one, or knows no ranges, the transfer breaks.
 *
 * <p>Owns what is stored. Confined to its request's event loop.
 */
final class ResumedBody implements BodyLease {

    private final Exchange exchange;
    private final Upstream upstream;
    private final StoredHead head;
    private final Content.Leased stored;
    private @Nullable BodyLease rest;
    private boolean asked;
    private boolean closed;

    /** @param stored from its first byte to its last, whose number is in {@code head} */
    ResumedBody(Exchange exchange, Upstream upstream, StoredHead head, Content.Leased stored) {
        this.exchange = exchange;
        this.upstream = upstream;
        this.head = head.withBody(new BodyLayout.Whole(stored.to()));
        this.stored = stored;
    }

    @Override
    public OptionalLong lengthBytes() {
        return OptionalLong.of(stored.to());
    }

    @Override
    public BodyRead read(long offset, int maxBytes) {
        BodyLease open = rest;
        if (open != null) {
            return open.read(offset, maxBytes);
        }
        return switch (stored.lease().read(offset, maxBytes)) {
            case BodyRead.Bytes bytes -> bytes;
            case BodyRead.End end -> end;
            case BodyRead.Failed failed -> goOn(failed, offset, maxBytes);
            case BodyRead.Later later ->
                new BodyRead.Later(later.ready().thenCompose(read -> arrived(read, offset, maxBytes)));
        };
    }

    @Override
    public boolean forwardsOnly() {
        return stored.lease().forwardsOnly();
    }

    private CompletionStage<BodyRead> arrived(BodyRead read, long offset, int maxBytes) {
        if (!(read instanceof BodyRead.Failed failed)) {
            return CompletableFuture.completedStage(read);
        }
        CompletableFuture<BodyRead> ready = new CompletableFuture<>();
        exchange.context()
                .runOnContext(
                        _ -> BodyRead.outcomeOf(goOn(failed, offset, maxBytes)).thenAccept(ready::complete));
        return ready;
    }

    // What the origin broke off it would break off again.
    private BodyRead goOn(BodyRead.Failed failed, long offset, int maxBytes) {
        if (closed || asked || failed.fault() == BodyFault.FILL_ABORTED || purged()) {
            return failed;
        }
        asked = true;
        ByteSpan span = new ByteSpan(offset, stored.to() - 1);
        CompletableFuture<BodyRead> ready = new CompletableFuture<>();
        upstream.ask(exchange, request(span), new RequestBody.None())
                .onFailure(_ -> ready.complete(failed))
                .onSuccess(answer -> {
                    BodyLease open = restOf(answer, span);
                    rest = open;
                    BodyRead.outcomeOf(open == null ? failed : open.read(offset, maxBytes))
                            .thenAccept(ready::complete);
                });
        return new BodyRead.Later(ready);
    }

    // The operator knows better than the validator: other bytes may have the same tag since.
    private boolean purged() {
        return stored.owner() instanceof StoredResponse response && response.verdict() instanceof PurgeVerdict.Hard;
    }

    private RequestHead request(ByteSpan span) {
        return OriginRequests.partOf(exchange, head, new RangeAsk.Slice(span));
    }

    private @Nullable BodyLease restOf(UpstreamAnswer answer, ByteSpan span) {
        if (!(answer instanceof UpstreamAnswer.Response response)) {
            return null;
        }
        boolean fits = !closed
                && PartDecider.combine(
                                head, span, response.head(), response.body().declaredBytes())
                        instanceof PartDecision.Part;
        if (!fits) {
            response.body().cancel();
            return null;
        }
        return new OriginLease(response.body(), span.first(), stored.to());
    }

    @Override
    public void close() {
        if (closed) {
            throw new IllegalStateException("closed twice");
        }
        closed = true;
        if (rest != null) {
            Closing.quietly(rest);
        }
        stored.close();
    }
}
