package io.skerry.edge.pipeline.body;

import io.skerry.edge.server.NettyAccess;
import io.skerry.functions.api.BodyTransform;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A content that a function changes while it streams. A transform that throws breaks the content off, so that nothing of it is
 * stored. Confined to one event loop.
 */
public final class TransformedBody implements OriginBody {

    private final OriginBody source;
    private final BodyTransform transform;
    private final Promise<BodyEnd> end = Promise.promise();
    private Consumer<Buffer> receiver = _ -> {};

    /** Takes over a paused content. */
    public TransformedBody(OriginBody source, BodyTransform transform) {
        this.source = source;
        this.transform = transform;
        source.end().onSuccess(this::sourceEnded);
    }

    @Override
    public OptionalLong declaredBytes() {
        return OptionalLong.empty();
    }

    @Override
    public OriginBody handler(Consumer<Buffer> to) {
        receiver = to;
        source.handler(this::take);
        return this;
    }

    private void take(Buffer chunk) {
        if (end.future().isComplete()) {
            return;
        }
        try {
            transform.accept(NettyAccess.view(chunk), this::handOn);
        } catch (RuntimeException broken) {
            breakOff(broken);
        }
    }

    private void sourceEnded(BodyEnd sourceEnd) {
        switch (sourceEnd) {
            case BodyEnd.Complete complete -> finish(complete);
            case BodyEnd.Failed failed -> end.tryComplete(failed);
        }
    }

    private void finish(BodyEnd.Complete complete) {
        if (end.future().isComplete()) {
            return;
        }
        try {
            transform.finish(this::handOn);
            end.tryComplete(complete);
        } catch (RuntimeException broken) {
            breakOff(broken);
        }
    }

    private void handOn(ByteBuffer out) {
        if (out.hasRemaining()) {
            byte[] copy = new byte[out.remaining()];
            out.get(copy);
            receiver.accept(Buffer.buffer(copy));
        }
    }

    private void breakOff(RuntimeException broken) {
        end.tryComplete(BodyEnds.failed("a function's transform failed: " + broken));
        source.cancel();
    }

    @Override
    public OriginBody pause() {
        source.pause();
        return this;
    }

    @Override
    public OriginBody resume() {
        source.resume();
        return this;
    }

    @Override
    public OriginBody fetch(long buffers) {
        source.fetch(buffers);
        return this;
    }

    @Override
    public Future<BodyEnd> end() {
        return end.future();
    }

    @Override
    public void cancel() {
        end.tryComplete(BodyEnds.cancelled());
        source.cancel();
    }
}
