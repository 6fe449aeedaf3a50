package io.skerry.edge.cluster;

import io.skerry.cache.purge.record.ClusterPosition;
import java.util.Optional;

/**
 * Where the cluster's log stood at one moment.
 *
 * @param end its newest entry
 * @param next the entry after the one that the asking node has read last; without an id
 * @param past what is at the entry that the asking node has read last
 */
record LogState(ClusterPosition end, Optional<ClusterPosition> next, Past past) {

    /** What a log has where a node has read it to. */
    enum Past {
        /** The entry that was read, or nothing any more. */
        AS_READ,
        /** Older entries and not this one: they are not those that were read. */
        REWRITTEN
    }
}
