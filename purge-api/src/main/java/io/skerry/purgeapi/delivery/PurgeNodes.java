package io.skerry.purgeapi.delivery;

import java.util.concurrent.CompletionStage;

/** Puts purges in force on the nodes they mean. Called on event loops; must not block. */
@FunctionalInterface
public interface PurgeNodes {

    /**
     * Purges what an order names, all of it or nothing.
     *
     * @return completes on any thread, never exceptionally: as soon as the purge is in force on this node and its journal is on disk,
     *     or was refused; other nodes are reported by the delivery
     */
    CompletionStage<Delivery> deliver(PurgeOrder order);
}
