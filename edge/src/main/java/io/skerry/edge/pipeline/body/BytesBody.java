package io.skerry.edge.pipeline.body;

import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalLong;

/** The content of an answer that a function gave in the origin's place: all of it at hand. Confined to one event loop. */
public final class BytesBody implements Outlet.Supply {

    private final Buffer bytes;
    private final Outlet outlet;
    private boolean handedOn;

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
        if (handedOn) {
            return;
        }
        handedOn = true;
        if (bytes.length() > 0) {
            outlet.hand(bytes);
        }
        outlet.end(new BodyEnd.Complete());
    }

    @Override
    public void unwanted() {
        // All of it goes at once.
    }

    @Override
    public void abandoned() {
        // Nothing is behind it.
    }
}
