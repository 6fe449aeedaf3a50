package io.skerry.origin;

import io.vertx.core.Future;

/** A request under way to an origin. Used on the context it was sent from. */
public interface OriginExchange {

    /** What came of it; never fails as a future. Completes on the sender's context. */
    Future<OriginAnswer> answer();

    /**
     * Gives it up, at any time: waiting for a connection ends, a request on its way is reset, an answer's body is cancelled. An answer
     * not yet given is {@code CANCELLED}.
     */
    void cancel();
}
