package io.skerry.edge.cluster;

import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.PeerPurge;
import java.util.Optional;

/**
 * One entry of the cluster's log.
 *
 * @param position where it is
 * @param purge what it says; empty if this node cannot read it
 */
record LogEntry(ClusterPosition position, Optional<PeerPurge> purge) {}
