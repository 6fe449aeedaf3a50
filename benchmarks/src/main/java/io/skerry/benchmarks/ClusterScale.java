package io.skerry.benchmarks;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.edge.cluster.ClusterStats;
import io.skerry.edge.cluster.PurgeCluster;
import io.skerry.purgeapi.delivery.Delivery;
import io.skerry.purgeapi.delivery.NodeReports.Settlement;
import io.skerry.purgeapi.delivery.PurgeOrder;
import io.skerry.purgeapi.delivery.PurgeReach;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a purge takes until three nodes of one machine have acknowledged it: three journals, three connections, one Redis.
 *
 * <pre>java … io.skerry.benchmarks.ClusterScale REDIS_URL FOLDER [PURGES]</pre>
 */
public final class ClusterScale {

    private static final List<String> NODES = List.of("edge-1", "edge-2", "edge-3");
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
    private static final long LOOK_NANOS = 1_000_000;

    private ClusterScale() {}

    /** Runs it and prints. */
    public static void main(String[] arguments) throws IOException {
        int purges = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2_000;
        Percentiles measured = run(arguments[0], Path.of(arguments[1]), purges);
        System.out.println("three nodes, " + purges + " purges one after another, until all acknowledged: " + measured);
    }

    /** Purges one after another, each waiting for all nodes. */
    public static Percentiles run(String redis, Path folder, int purges) throws IOException {
        List<PurgeLog> logs = new ArrayList<>();
        List<PurgeCluster> clusters = new ArrayList<>();
        try {
            for (String name : NODES) {
                PurgeLog log = PurgeLog.open(folder.resolve(name), InstantSource.system());
                logs.add(log);
                clusters.add(PurgeCluster.join(redis, name, Optional.of(LEASE), log));
            }
            awaitAll(clusters);
            measure(clusters.getFirst(), 50);
            return Percentiles.of(measure(clusters.getFirst(), purges));
        } finally {
            clusters.forEach(PurgeCluster::close);
            logs.forEach(PurgeLog::close);
        }
    }

    private static void awaitAll(List<PurgeCluster> clusters) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (PurgeCluster cluster : clusters) {
            while (!seesAll(cluster.stats())) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the nodes do not find each other: " + cluster.stats());
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private static boolean seesAll(ClusterStats stats) {
        return stats.link() == ClusterStats.Link.FOLLOWING && stats.peers().size() == NODES.size() - 1;
    }

    private static long[] measure(PurgeCluster cluster, int purges) {
        long[] nanos = new long[purges];
        for (int i = 0; i < purges; i++) {
            PurgeSelector tag = new PurgeSelector.Tag("t" + i, Optional.empty());
            long begun = System.nanoTime();
            Delivery delivery = cluster.nodes()
                    .deliver(new PurgeOrder(List.of(tag), PurgeMode.HARD, PurgeReach.CLUSTER))
                    .toCompletableFuture()
                    .join();
            if (!(delivery instanceof Delivery.InForce inForce)
                    || inForce.reports().settled().toCompletableFuture().join() != Settlement.EVERYWHERE) {
                throw new IllegalStateException("not everywhere: " + delivery);
            }
            nanos[i] = System.nanoTime() - begun;
        }
        return nanos;
    }
}
