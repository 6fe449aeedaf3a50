package io.skerry.edge.pipeline.body;

import io.skerry.cache.message.ContentCoding;
import io.skerry.edge.coding.ContentCodings;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stored content with its coding undone, for a client that does not take it coded. A virtual thread reads and decodes one block at a
 * time and waits until the client has room for the next; everything else is confined to one event loop. Owns the content and its
 * reserved decoder.
 */
public final class DecodedBody implements OriginBody {

    private static final int BLOCK_BYTES = 32 * 1024;

    private final Content.Leased content;
    private final ContentCoding coding;
    private final ContentCodings codings;
    private final Context context;
    private final Promise<BodyEnd> end = Promise.promise();
    private Consumer<Buffer> receiver = _ -> {};
    private boolean started;
    private boolean paused = true;
    private @Nullable CompletableFuture<Boolean> waiting;

    /** A content that begins to flow at the first {@link #resume}. {@code codings} has a decoder reserved for it. */
    public DecodedBody(Content.Leased content, ContentCoding coding, ContentCodings codings, Context context) {
        this.content = content;
        this.coding = coding;
        this.codings = codings;
        this.context = context;
    }

    @Override
    public OptionalLong declaredBytes() {
        return OptionalLong.empty();
    }

    @Override
    public OriginBody handler(Consumer<Buffer> to) {
        receiver = to;
        return this;
    }

    /** On a thread of its own. */
    private void decode() {
        BodyEnd how;
        try (InputStream plain = codings.decode(coding, new LeaseInput(content))) {
            how = handOn(plain);
        } catch (IOException | RuntimeException broken) {
            how = BodyEnds.failed("the content could not be decoded: " + broken);
        }
        BodyEnd ended = how;
        context.runOnContext(_ -> end.tryComplete(ended));
    }

    private BodyEnd handOn(InputStream plain) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        while (true) {
            int count = plain.readNBytes(block, 0, block.length);
            if (count == 0) {
                return new BodyEnd.Complete();
            }
            Buffer bytes = Buffer.buffer(Arrays.copyOf(block, count));
            CompletableFuture<Boolean> room = new CompletableFuture<>();
            context.runOnContext(_ -> deliver(bytes, room));
            if (!room.join()) {
                return BodyEnds.cancelled();
            }
        }
    }

    private void deliver(Buffer bytes, CompletableFuture<Boolean> room) {
        if (end.future().isComplete()) {
            room.complete(false);
            return;
        }
        receiver.accept(bytes);
        if (end.future().isComplete()) {
            room.complete(false);
        } else if (paused) {
            waiting = room;
        } else {
            room.complete(true);
        }
    }

    @Override
    public OriginBody pause() {
        paused = true;
        return this;
    }

    @Override
    public OriginBody resume() {
        paused = false;
        if (!started) {
            started = true;
            Thread.ofVirtual().name("skerry-decode").start(this::decode);
        }
        goOn(true);
        return this;
    }

    private void goOn(boolean wanted) {
        CompletableFuture<Boolean> room = waiting;
        waiting = null;
        if (room != null) {
            room.complete(wanted);
        }
    }

    @Override
    public OriginBody fetch(long buffers) {
        return resume();
    }

    @Override
    public Future<BodyEnd> end() {
        return end.future();
    }

    @Override
    public void cancel() {
        if (!end.tryComplete(BodyEnds.cancelled())) {
            return;
        }
        if (started) {
            goOn(false);
            return;
        }
        started = true;
        content.close();
        codings.releaseDecoder();
    }
}
