package io.skerry.edge.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.skerry.edge.testing.RedisServer;
import io.skerry.purgeapi.delivery.Delivery;
import io.skerry.purgeapi.delivery.NodeReports.Settlement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** Nodes around a real Redis, each on a wire of its own that is cut, silenced and mended. */
final class TestCluster implements AutoCloseable {

    static final Duration LEASE = Duration.ofMillis(1_500);
    static final Duration LOOK = Duration.ofMillis(5);

    private final Path folder;
    private final RedisServer redis;
    private final List<TestNode> nodes = new ArrayList<>();

    /** A Redis alone, which keeps what it writes in the folder, as the nodes do. */
    TestCluster(Path folder) {
        this.folder = folder;
        this.redis = RedisServer.start(folder);
    }

    RedisServer redis() {
        return redis;
    }

    /** One more, once it follows the log and all have heard of each other. */
    TestNode node(String name) {
        return node(name, Optional.of(LEASE));
    }

    /** The same with a lease of its own; empty for none. */
    TestNode node(String name, Optional<Duration> lease) {
        TestNode node = new TestNode(name, folder, redis.port(), lease);
        nodes.add(node);
        node.awaitFollowing();
        // Each has heard of all others.
        for (TestNode known : nodes) {
            Awaitility.await()
                    .pollInterval(LOOK)
                    .until(() -> known.stats().peers().size() == nodes.size() - 1);
        }
        return node;
    }

    static Settlement settled(Delivery.InForce delivery) {
        try {
            return delivery.reports().settled().toCompletableFuture().get(20, SECONDS);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Those that happened. */
    static List<ClusterStats.Losses> losses(TestNode node) {
        return node.stats().losses().stream().filter(loss -> loss.count() > 0).toList();
    }

    @Override
    public void close() {
        nodes.forEach(TestNode::close);
        redis.close();
    }
}
