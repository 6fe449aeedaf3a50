package io.skerry.edge;

import io.skerry.cache.purge.JournalHealth;
import io.skerry.cache.purge.PurgeLogStats;
import io.skerry.cache.purge.index.IndexSizes;
import io.skerry.edge.cluster.ClusterStats;
import io.skerry.edge.cluster.PurgeCluster;
import io.skerry.edge.metrics.ClusterMeters;
import io.skerry.edge.metrics.EdgeMetrics;
import io.skerry.edge.metrics.PurgeMeters;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Shows what the node's parts know of themselves among its metrics. */
final class NodeMeters {

    private NodeMeters() {}

    static void watch(EdgeMetrics metrics, EdgeNode node, CacheFolder folder) {
        metrics.watchStore(folder.store()::stats);
        metrics.watchGeneration(() -> node.current().number());
        watchPurges(metrics.purges(), folder);
        PurgeCluster cluster = node.cluster().joined();
        if (cluster != null) {
            metrics.watchCluster(() -> reading(cluster.stats()));
        }
    }

    private static void watchPurges(PurgeMeters meters, CacheFolder folder) {
        Supplier<PurgeLogStats> stats = folder.purges()::stats;
        meters.watchSequence(() -> stats.get().lastRecord());
        meters.watchRecords(() -> {
            IndexSizes index = stats.get().index();
            return (long) index.urls() + index.tags() + index.prefixes() + index.hosts();
        });
        meters.watchJournal(() -> stats.get().journalBytes(), () -> stats.get().health() == JournalHealth.WRITABLE);
        meters.watchBacklog(() -> stats.get().lastRecord() - stats.get().retired());
    }

    private static ClusterMeters.Reading reading(ClusterStats stats) {
        Map<String, Long> lags = new HashMap<>();
        stats.peers().forEach(peer -> lags.put(peer.node(), peer.lag()));
        Map<String, Long> losses = new HashMap<>();
        stats.losses().forEach(loss -> losses.put(loss.reason(), loss.count()));
        return new ClusterMeters.Reading(
                stats.link() == ClusterStats.Link.FOLLOWING,
                stats.lease() == ClusterStats.Lease.HELD,
                !stats.evictionPolicy().isEmpty(),
                stats.seq(),
                stats.queued(),
                lags,
                losses);
    }
}
