package io.skerry.cache.purge;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.PeerPurge;
import io.skerry.cache.purge.record.PurgeScope;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the log's thread is asked to do. Each is answered exactly once. */
sealed interface PurgeWork {

    /** Completed on the log's thread. */
    CompletableFuture<PurgeReceipt> receipt();

    /** A purge made on this node. */
    record Local(
            List<PurgeSelector> selectors, PurgeMode mode, PurgeScope scope, CompletableFuture<PurgeReceipt> receipt)
            implements PurgeWork {}

    /**
     * Purges with ids already, in any order, some perhaps known: made on other nodes, or else for all of them; and how far the cluster's
     * log is applied then.
     */
    record Peers(
            List<PeerPurge> orders, PurgeScope scope, ClusterPosition upTo, CompletableFuture<PurgeReceipt> receipt)
            implements PurgeWork {}

    /** A record that purges nothing, so that invalidations get fresh numbers. */
    record Tick(CompletableFuture<PurgeReceipt> receipt) implements PurgeWork {}

    /** Forgets the records up to a number. */
    record Retire(long number, CompletableFuture<PurgeReceipt> receipt) implements PurgeWork {}
}
