package io.skerry.edge.pipeline.body;

import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.BodyRead.BodyFault;
import io.skerry.edge.server.NettyBytes;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An origin's content, read like a stored one as it arrives, and past the store: no more is asked of the network than its one reader
 * takes. It is read forwards only; what is skipped is dropped.
 *
 * <p>Owns the content and gives up what is left of it when closed. Confined to the event loop that it came on.
 */
public final class OriginLease implements BodyLease {

    private final OriginBody body;
    private final long length;
    private final ArrayDeque<ByteBuffer> arrived = new ArrayDeque<>();
    /** Where the first of the bytes at hand is. */
    private long position;

    private long wanted;
    private int mostBytes;
    private @Nullable BodyEnd end;
    private @Nullable CompletableFuture<BodyRead> waiting;

    /**
     * Takes over a content nothing of which was received.
     *
     * @param first offset of its first byte in the body that is read
     * @param length of that body
     */
    public OriginLease(OriginBody body, long first, long length) {
        this.body = body;
        this.position = first;
        this.length = length;
        body.handler(this::take);
        body.end().onSuccess(this::ended);
    }

    @Override
    public OptionalLong lengthBytes() {
        return OptionalLong.of(length);
    }

    @Override
    public BodyRead read(long offset, int maxBytes) {
        wanted = offset;
        mostBytes = maxBytes;
        BodyRead now = atHand();
        if (now != null) {
            return now;
        }
        CompletableFuture<BodyRead> later = new CompletableFuture<>();
        waiting = later;
        body.fetch(1);
        return new BodyRead.Later(later);
    }

    @Override
    public boolean forwardsOnly() {
        return true;
    }

    private @Nullable BodyRead atHand() {
        if (wanted < position) {
            return new BodyRead.Failed(BodyFault.UNAVAILABLE);
        }
        while (!arrived.isEmpty()) {
            ByteBuffer bytes = arrived.getFirst();
            int skipped = (int) Math.min(wanted - position, bytes.remaining());
            bytes.position(bytes.position() + skipped);
            position += skipped;
            if (bytes.hasRemaining()) {
                return next(bytes);
            }
            arrived.removeFirst();
        }
        return switch (end) {
            case null -> null;
            case BodyEnd.Complete _ when position == length -> BodyRead.END;
            case BodyEnd.Complete _, BodyEnd.Failed _ -> new BodyRead.Failed(BodyFault.FILL_ABORTED);
        };
    }

    private BodyRead next(ByteBuffer bytes) {
        int count = Math.min(mostBytes, bytes.remaining());
        ByteBuffer part = bytes.slice(bytes.position(), count).asReadOnlyBuffer();
        bytes.position(bytes.position() + count);
        position += count;
        return new BodyRead.Bytes(part, () -> {});
    }

    private void take(Buffer buffer) {
        if (buffer.length() > 0) {
            arrived.add(NettyBytes.view(buffer).duplicate());
        }
        answer();
    }

    private void ended(BodyEnd how) {
        end = how;
        answer();
    }

    private void answer() {
        CompletableFuture<BodyRead> reader = waiting;
        if (reader == null) {
            return;
        }
        BodyRead now = atHand();
        if (now == null) {
            body.fetch(1);
            return;
        }
        waiting = null;
        reader.complete(now);
    }

    @Override
    public void close() {
        body.cancel();
        arrived.clear();
        CompletableFuture<BodyRead> reader = waiting;
        waiting = null;
        if (reader != null) {
            reader.complete(new BodyRead.Failed(BodyFault.UNAVAILABLE));
        }
    }
}
