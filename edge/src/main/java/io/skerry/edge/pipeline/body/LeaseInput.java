package io.skerry.edge.pipeline.body;

import io.skerry.cache.store.BodyRead;
import io.vertx.core.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A body as a stream for a thread that may block: it waits for what is still arriving. Owns the content; used by one thread.
 *
 * <p>The body itself is read and closed on its request's event loop, which alone may: what is missing of it is asked of the origin as it is
 * read.
 */
final class LeaseInput extends InputStream {

    private static final int READ_BYTES = 64 * 1024;

    private final Content.Leased content;
    private final Executor eventLoop;
    private long offset;
    private BodyRead.@Nullable Bytes current;

    LeaseInput(Content.Leased content, Context context) {
        this.content = content;
        this.eventLoop = task -> context.runOnContext(_ -> task.run());
        this.offset = content.from();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        BodyRead.Bytes bytes = current == null ? next() : current;
        if (bytes == null) {
            return -1;
        }
        int count = Math.min(length, bytes.buffer().remaining());
        bytes.buffer().get(into, from, count);
        current = bytes;
        if (!bytes.buffer().hasRemaining()) {
            release();
        }
        return count;
    }

    private BodyRead.@Nullable Bytes next() throws IOException {
        if (offset >= content.to()) {
            return null;
        }
        int most = (int) Math.min(READ_BYTES, content.to() - offset);
        BodyRead read = CompletableFuture.supplyAsync(() -> content.lease().read(offset, most), eventLoop)
                .join();
        while (read instanceof BodyRead.Later later) {
            read = later.ready().toCompletableFuture().join();
        }
        return switch (read) {
            case BodyRead.Bytes bytes -> {
                // A view of its own: the position of the one received is not ours to move.
                BodyRead.Bytes own = new BodyRead.Bytes(bytes.buffer().duplicate(), bytes.release());
                offset += own.buffer().remaining();
                yield own;
            }
            case BodyRead.End _ when content.to() == Long.MAX_VALUE -> null;
            case BodyRead.End _ -> throw new IOException("the content is shorter than its length");
            case BodyRead.Failed failed -> throw new IOException("the content broke off: " + failed.fault());
            case BodyRead.Later _ -> throw new IllegalStateException("waited for above");
        };
    }

    private void release() {
        BodyRead.Bytes held = current;
        current = null;
        if (held != null) {
            held.release().run();
        }
    }

    @Override
    public void close() {
        release();
        eventLoop.execute(content::close);
    }
}
