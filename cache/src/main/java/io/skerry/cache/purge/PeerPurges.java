package io.skerry.cache.purge;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.PeerPurge;
import io.skerry.cache.purge.record.PurgeId;
import io.skerry.cache.purge.record.PurgeScope;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The purge log as the cluster sees it: applies what other nodes purged, keeps what they have to be told, and remembers how far the
 * cluster's log is applied.
 *
 * <p>Purges of others get numbers of this node's own when they are applied, and are in force and durable when the receipt comes.
 * Any thread; nothing blocks.
 */
public final class PeerPurges {

    private final PurgeWriter writer;
    private final Outbox outbox;

    PeerPurges(PurgeWriter writer, Outbox outbox) {
        this.writer = writer;
        this.outbox = outbox;
    }

    /**
     * Applies purges of the cluster's log; those known already change nothing.
     *
     * @param orders in any order; may be empty
     * @param upTo where the log is applied to then
     */
    public CompletionStage<PurgeReceipt> apply(List<PeerPurge> orders, ClusterPosition upTo) {
        return writer.submitPeers(orders, PurgeScope.PEER, upTo);
    }

    /**
     * Drops everything stored, because purges may have been missed.
     *
     * @param id of this very decision
     * @param scope {@link PurgeScope#CLUSTER} where other nodes may have missed them too: it waits to be delivered, like a purge made here
     * @param upTo from where on the cluster's log is followed
     */
    public CompletionStage<PurgeReceipt> dropEverything(PurgeId id, PurgeScope scope, ClusterPosition upTo) {
        PurgeSelector everything = new PurgeSelector.Everything(Optional.empty());
        return writer.submitPeers(List.of(new PeerPurge(id, PurgeMode.HARD, List.of(everything))), scope, upTo);
    }

    /** How far the cluster's log is applied. */
    public ClusterPosition position() {
        return writer.position();
    }

    /**
     * What the cluster does not have yet, oldest first.
     *
     * @param number only records newer than this one
     * @param most at most so many
     */
    public List<QueuedPurge> queuedAfter(long number, int most) {
        return outbox.after(number, most);
    }

    /** How many purges the cluster does not have yet. */
    public int queued() {
        return outbox.size();
    }

    /** The cluster has this one now. */
    public void delivered(long number) {
        outbox.delivered(number);
    }
}
