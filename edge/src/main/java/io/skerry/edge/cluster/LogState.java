package io.skerry.edge.cluster;

import io.skerry.cache.purge.record.ClusterPosition;
import java.util.Optional;

/**
 * Where the cluster's log stood at one moment.
 *
 * @param end its newest entry
 * @param next the entry after the one that the asking node has read last; without an id
 */
record LogState(ClusterPosition end, Optional<ClusterPosition> next) {}
