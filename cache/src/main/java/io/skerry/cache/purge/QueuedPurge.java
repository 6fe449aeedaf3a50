package io.skerry.cache.purge;

import io.skerry.cache.purge.record.PeerPurge;
import java.util.Objects;

/**
 * A purge in force on this node that the cluster's log does not have yet.
 *
 * @param number of its record in this node's journal
 * @param purge what to deliver
 */
public record QueuedPurge(long number, PeerPurge purge) {
    public QueuedPurge {
        Objects.requireNonNull(purge);
    }
}
