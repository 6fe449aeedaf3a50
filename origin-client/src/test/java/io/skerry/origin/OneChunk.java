package io.skerry.origin;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A request's content of one chunk, which comes when it comes. */
final class OneChunk implements ReadStream<Buffer> {

    private final Future<Buffer> chunk;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private boolean started;

    OneChunk(Future<Buffer> chunk) {
        this.chunk = chunk;
    }

    @Override
    public OneChunk exceptionHandler(@Nullable Handler<Throwable> newHandler) {
        return this;
    }

    @Override
    public OneChunk handler(@Nullable Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public OneChunk endHandler(@Nullable Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public OneChunk pause() {
        return this;
    }

    @Override
    public OneChunk resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public OneChunk fetch(long amount) {
        if (!started) {
            started = true;
            chunk.onSuccess(this::deliver);
        }
        return this;
    }

    private void deliver(Buffer bytes) {
        if (handler != null) {
            handler.handle(bytes);
        }
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }
}
