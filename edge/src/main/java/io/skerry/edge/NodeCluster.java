package io.skerry.edge;

import io.skerry.edge.admin.ReadyCheck;
import io.skerry.edge.cluster.ClusterStats;
import io.skerry.edge.cluster.PurgeCluster;
import io.skerry.edge.config.model.ClusterSettings;
import io.skerry.purgeapi.delivery.PurgeNodes;
import io.skerry.purgeapi.delivery.SingleNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who shares purges with this node: a cluster, or nobody.
 *
 * @param name of this node, as answers call it
 * @param joined the cluster, null for a node that stands alone
 * @param nodes who puts purges in force
 */
record NodeCluster(String name, @Nullable PurgeCluster joined, PurgeNodes nodes) {

    /** Joins the cluster that the routes file names, if it names one; returns at once. */
    static NodeCluster of(Optional<ClusterSettings> settings, CacheFolder folder) {
        if (settings.isEmpty()) {
            return new NodeCluster(hostName(), null, new SingleNode(hostName(), folder.purges()::purge));
        }
        ClusterSettings cluster = settings.get();
        PurgeCluster joined = PurgeCluster.join(
                cluster.redis().text(), cluster.node().text(), cluster.lease().time(), folder.purges());
        return new NodeCluster(cluster.node().text(), joined, joined.nodes());
    }

    private static String hostName() {
        String host = System.getenv("HOSTNAME");
        return host == null || host.isEmpty() ? "local" : host;
    }

    /** A node that has not caught up is not ready; one whose log is away is, and says that it validates. */
    ReadyCheck ready() {
        PurgeCluster cluster = joined;
        return new ReadyCheck(
                "cluster", () -> cluster == null ? new ReadyCheck.Ready("stands alone") : state(cluster.stats()));
    }

    private static ReadyCheck.State state(ClusterStats stats) {
        String evicts = stats.evictionPolicy().isEmpty()
                ? ""
                : "; Redis may evict the log (maxmemory-policy " + stats.evictionPolicy() + ")";
        String loss = evicts + (stats.lastLoss().isEmpty() ? "" : "; " + stats.lastLoss());
        return switch (stats.link()) {
            case CONNECTING -> new ReadyCheck.NotReady("looking for the cluster's log");
            case CATCHING_UP -> new ReadyCheck.NotReady("replaying the cluster's log, at entry " + stats.seq());
            case FOLLOWING -> new ReadyCheck.Ready("following the cluster's log, at entry " + stats.seq() + loss);
            case AWAY -> new ReadyCheck.Ready("the cluster's log is away; " + unasked(stats) + loss);
            case NAME_TAKEN -> new ReadyCheck.NotReady("another node of the cluster has this node's name");
        };
    }

    private static String unasked(ClusterStats stats) {
        return switch (stats.lease()) {
            case HELD -> "stored content is served";
            case OVER -> "stored content is validated before it is served";
        };
    }

    void close() {
        if (joined != null) {
            joined.close();
        }
    }
}
