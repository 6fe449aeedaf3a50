package io.skerry.edge.pipeline.body;

import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalLong;

/**
 * The content of an answer that a function gave in the origin's place: all of it at hand, handed on piece by piece as the receiver has
 * room. Confined to one event loop.
 */
public final class BytesBody implements Outlet.Supply {

    private static final int PIECE_BYTES = 64 * 1024;

    private final Buffer bytes;
    private final Outlet outlet;
    private int handedOn;
    private boolean handing;

    private BytesBody(Buffer bytes) {
        this.bytes = bytes;
        this.outlet = new Outlet(this, OptionalLong.of(bytes.length()));
    }

    /** A content of these bytes. */
    public static OriginBody of(Buffer bytes) {
        return new BytesBody(bytes).outlet;
    }

    @Override
    public void wanted() {
        // A receiver may pause and resume from within.
        if (!handing) {
            handing = true;
            handOn();
            handing = false;
        }
    }

    private void handOn() {
        while (outlet.flows() && handedOn < bytes.length()) {
            int from = handedOn;
            handedOn = Math.min(bytes.length(), from + PIECE_BYTES);
            outlet.hand(bytes.slice(from, handedOn));
        }
        if (handedOn == bytes.length()) {
            outlet.end(new BodyEnd.Complete());
        }
    }

    @Override
    public void unwanted() {
        // The next piece waits, since the outlet does not flow.
    }

    @Override
    public void abandoned() {
        // Nothing is behind it.
    }
}
