package io.skerry.origin;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request's content made of given chunks: starts paused, obeys demand, remembers what was taken. */
final class ChunkStream implements ReadStream<Buffer> {

    private final Vertx vertx;
    private final Iterator<Buffer> chunks;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private long demand;
    private boolean ended;
    private volatile boolean paused = true;
    private final AtomicLong takenBytes = new AtomicLong();

    private ChunkStream(Vertx vertx, Iterator<Buffer> chunks) {
        this.vertx = vertx;
        this.chunks = chunks;
    }

    static ChunkStream of(Vertx vertx, List<Buffer> chunks) {
        return new ChunkStream(vertx, chunks.iterator());
    }

    static ChunkStream repeating(Vertx vertx, Buffer chunk, long times) {
        return new ChunkStream(vertx, Stream.generate(() -> chunk).limit(times).iterator());
    }

    static ChunkStream endless(Vertx vertx) {
        return repeating(vertx, Buffer.buffer(new byte[32 * 1024]), Long.MAX_VALUE);
    }

    boolean paused() {
        return paused;
    }

    long takenBytes() {
        return takenBytes.get();
    }

    @Override
    public ChunkStream exceptionHandler(@Nullable Handler<Throwable> newHandler) {
        return this;
    }

    @Override
    public ChunkStream handler(@Nullable Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public ChunkStream endHandler(@Nullable Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public ChunkStream pause() {
        paused = true;
        demand = 0;
        return this;
    }

    @Override
    public ChunkStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ChunkStream fetch(long amount) {
        paused = false;
        demand = amount;
        vertx.runOnContext(go -> step());
        return this;
    }

    private void step() {
        if (demand <= 0 || ended) {
            return;
        }
        if (chunks.hasNext()) {
            Buffer chunk = chunks.next();
            takenBytes.addAndGet(chunk.length());
            if (handler != null) {
                handler.handle(chunk);
            }
            if (demand > 0) {
                vertx.runOnContext(go -> step());
            }
            return;
        }
        ended = true;
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }
}
