package io.skerry.edge;

import io.skerry.edge.accesslog.AccessLog;
import io.skerry.edge.metrics.EdgeMetrics;

/** Shows what the node's parts know of themselves among its metrics. */
final class NodeMeters {

    private NodeMeters() {}

    static void watch(EdgeMetrics metrics, EdgeNode node, CacheFolder folder, AccessLog accessLog) {
        metrics.watchStore(folder.store()::stats);
        metrics.watchConnections("data", node::connections);
        metrics.watchGeneration(() -> node.current().number());
        metrics.watchAccessLog(accessLog::written, accessLog::dropped);
        metrics.purges().watchSequence(() -> folder.purges().stats().lastRecord());
        metrics.purges().watchRecords(() -> folder.purges().stats().waiting());
    }
}
