package io.skerry.edge.pipeline.body;

import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.skerry.origin.OriginFailure;

/** How the edge itself ends a body that it does not hand on. */
public final class BodyEnds {

    private BodyEnds() {}

    /** Nobody wants the rest. */
    static BodyEnd cancelled() {
        return failed("given up by the edge");
    }

    /**
     * Lets a content end that has no bytes by its nature: that of a 204, a 304 or an answer to HEAD. Its connection stays good, where
     * cancelling would reset it.
     */
    public static void leaveEmpty(OriginBody body) {
        body.handler(_ -> {}).resume();
    }

    /** The edge could not make the rest. */
    static BodyEnd failed(String detail) {
        return new BodyEnd.Failed(new OriginFailure(OriginFailure.Kind.CANCELLED, detail));
    }
}
