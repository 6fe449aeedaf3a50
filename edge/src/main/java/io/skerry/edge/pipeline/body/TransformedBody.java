package io.skerry.edge.pipeline.body;

import io.skerry.edge.server.NettyBytes;
import io.skerry.functions.api.BodyTransform;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * A content that a function changes while it streams. A transform that throws breaks the content off, so that nothing of it is
 * stored. Confined to one event loop.
 */
public final class TransformedBody implements Outlet.Supply {

    private final OriginBody source;
    private final BodyTransform transform;
    private final Outlet outlet = new Outlet(this, OptionalLong.empty());

    private TransformedBody(OriginBody source, BodyTransform transform) {
        this.source = source;
        this.transform = transform;
    }

    /** Takes over a paused content. */
    public static OriginBody of(OriginBody source, BodyTransform transform) {
        TransformedBody body = new TransformedBody(source, transform);
        source.handler(body::take);
        source.end().onSuccess(body::sourceEnded);
        return body.outlet;
    }

    private void take(Buffer chunk) {
        if (outlet.hasEnded()) {
            return;
        }
        try {
            transform.accept(NettyBytes.view(chunk), this::handOn);
        } catch (Throwable broken) {
            breakOff(broken);
        }
    }

    private void sourceEnded(BodyEnd sourceEnd) {
        switch (sourceEnd) {
            case BodyEnd.Complete complete -> finish(complete);
            case BodyEnd.Failed failed -> outlet.end(failed);
        }
    }

    private void finish(BodyEnd.Complete complete) {
        if (outlet.hasEnded()) {
            return;
        }
        try {
            transform.finish(this::handOn);
            outlet.end(complete);
        } catch (Throwable broken) {
            breakOff(broken);
        }
    }

    private void handOn(ByteBuffer out) {
        if (out.hasRemaining()) {
            byte[] copy = new byte[out.remaining()];
            out.get(copy);
            outlet.hand(Buffer.buffer(copy));
        }
    }

    private void breakOff(Throwable broken) {
        outlet.end(BodyEnds.failed("a function's transform failed: " + broken));
        source.cancel();
    }

    @Override
    public void wanted() {
        source.resume();
    }

    @Override
    public void unwanted() {
        source.pause();
    }

    @Override
    public void abandoned() {
        source.cancel();
    }
}
