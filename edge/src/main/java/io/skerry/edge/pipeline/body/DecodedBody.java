package io.skerry.edge.pipeline.body;

import io.skerry.cache.memory.MemoryBudget.Claim;
import io.skerry.cache.message.ContentCoding;
import io.skerry.edge.coding.ContentCodings;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A stored content with its coding undone, for a client that does not take it coded. A virtual thread reads and decodes one block at a
 * time and waits until the client has room for the next; everything else is confined to one event loop. Owns the content and its
 * reserved decoder.
 */
public final class DecodedBody implements Outlet.Supply {

    private static final int BLOCK_BYTES = 32 * 1024;

    private final Content.Leased content;
    private final ContentCoding coding;
    private final ContentCodings codings;
    private final Claim reserved;
    private final Context context;
    private final Outlet outlet = new Outlet(this, OptionalLong.empty());
    private boolean started;
    private @Nullable CompletableFuture<Boolean> waiting;

    private DecodedBody(
            Content.Leased content, ContentCoding coding, ContentCodings codings, Claim reserved, Context context) {
        this.content = content;
        this.coding = coding;
        this.codings = codings;
        this.reserved = reserved;
        this.context = context;
    }

    /** A content that is decoded once it is wanted. {@code reserved} is the memory of its decoder. */
    public static OriginBody of(
            Content.Leased content, ContentCoding coding, ContentCodings codings, Claim reserved, Context context) {
        return new DecodedBody(content, coding, codings, reserved, context).outlet;
    }

    /** On a thread of its own. */
    private void decode() {
        BodyEnd how;
        try (InputStream plain = codings.decode(coding, new LeaseInput(content, context), reserved)) {
            how = handOn(plain);
        } catch (IOException | RuntimeException | Error broken) {
            how = BodyEnds.failed("the content could not be decoded: " + broken);
        }
        BodyEnd ended = how;
        context.runOnContext(_ -> outlet.end(ended));
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
        if (outlet.hasEnded()) {
            room.complete(false);
            return;
        }
        outlet.hand(bytes);
        if (outlet.hasEnded()) {
            room.complete(false);
        } else if (outlet.flows()) {
            room.complete(true);
        } else {
            waiting = room;
        }
    }

    @Override
    public void wanted() {
        if (!started) {
            Thread.ofVirtual().name("skerry-decode").start(this::decode);
            // From here on that thread closes what is read; where there is none to be had, whoever gives the content up
            // does.
            started = true;
        }
        goOn(true);
    }

    @Override
    public void unwanted() {
        // The next block waits, since the outlet does not flow.
    }

    @Override
    public void abandoned() {
        if (started) {
            goOn(false);
            return;
        }
        content.close();
        reserved.close();
    }

    private void goOn(boolean wanted) {
        CompletableFuture<Boolean> room = waiting;
        waiting = null;
        if (room != null) {
            room.complete(wanted);
        }
    }
}
