package io.skerry.origin;

import io.vertx.core.Future;

/** A request to switch protocols under way to an origin. Used on the context it was sent from. */
public interface OriginUpgrade {

    /** What came of it; never fails as a future. Completes on the sender's context. */
    Future<UpgradeAnswer> answer();

    /** Gives it up as {@link OriginExchange#cancel} does; harmless once protocols have been switched. */
    void cancel();
}
