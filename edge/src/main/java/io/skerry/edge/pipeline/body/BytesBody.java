package io.skerry.edge.pipeline.body;

import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The content of an answer that a function gave in the origin's place: all of it at hand. Confined to one event loop. */
public final class BytesBody implements OriginBody {

    private final Buffer bytes;
    private final Promise<BodyEnd> end = Promise.promise();
    private Consumer<Buffer> receiver = _ -> {};
    private boolean handedOn;

    /** A content of these bytes. */
    public BytesBody(Buffer bytes) {
        this.bytes = bytes;
    }

    @Override
    public OptionalLong declaredBytes() {
        return OptionalLong.of(bytes.length());
    }

    @Override
    public OriginBody handler(Consumer<Buffer> to) {
        receiver = to;
        return this;
    }

    @Override
    public OriginBody pause() {
        return this;
    }

    @Override
    public OriginBody resume() {
        if (!handedOn) {
            handedOn = true;
            if (bytes.length() > 0) {
                receiver.accept(bytes);
            }
            end.tryComplete(new BodyEnd.Complete());
        }
        return this;
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
        handedOn = true;
        end.tryComplete(BodyEnds.cancelled());
    }
}
