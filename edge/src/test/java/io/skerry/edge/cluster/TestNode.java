package io.skerry.edge.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.edge.testing.Wire;
import io.skerry.purgeapi.delivery.Delivery;
import io.skerry.purgeapi.delivery.NodeReport;
import io.skerry.purgeapi.delivery.PurgeOrder;
import io.skerry.purgeapi.delivery.PurgeReach;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A node without its edge: a purge log in a folder, and its part in a cluster, by a wire of its own to Redis. */
final class TestNode implements AutoCloseable {

    private final String name;
    private final Path folder;
    private final Optional<Duration> lease;
    private final Wire wire;
    private @Nullable PurgeLog log;
    private @Nullable PurgeCluster cluster;

    TestNode(String name, Path folder, int redis, Optional<Duration> lease) {
        this.name = name;
        this.folder = folder.resolve(name);
        this.lease = lease;
        this.wire = Wire.to(redis);
        start();
    }

    void start() {
        try {
            log = PurgeLog.open(folder, InstantSource.system());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        cluster = PurgeCluster.join("redis://127.0.0.1:" + wire.port(), name, lease, log);
    }

    /** Stops as a node does that is shut down. */
    void stop() {
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
        if (log != null) {
            log.close();
            log = null;
        }
    }

    TestNode awaitFollowing() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() ->
                        stats().link() == ClusterStats.Link.FOLLOWING && stats().lease() == ClusterStats.Lease.HELD);
        return this;
    }

    PurgeLog log() {
        if (log == null) {
            throw new IllegalStateException("stopped");
        }
        return log;
    }

    ClusterStats stats() {
        if (cluster == null) {
            throw new IllegalStateException("stopped");
        }
        return cluster.stats();
    }

    Wire wire() {
        return wire;
    }

    /** A response with a tag, as if it were fetched now. */
    StoredHead stored(String tag) {
        return head(log().stamp(), tag);
    }

    static StoredHead head(JournalStamp stamp, String tag) {
        return new StoredHead(
                new CacheKey(1, 2, tag),
                VariantKey.none(),
                "shop",
                new TargetUri("https", "a.example", "/" + tag, ""),
                new ResponseHead(200, Headers.empty()),
                Instant.EPOCH,
                Instant.EPOCH,
                Set.of(tag),
                List.of(),
                List.of(),
                Validators.NONE,
                Validators.NONE,
                "identity",
                new BodyLayout.Whole(0),
                stamp);
    }

    /** What a request finds that selects the response. */
    PurgeVerdict use(StoredHead head) {
        return log().judgeForUse(head, new PurgeCursor(head.stamp().seq()));
    }

    Delivery.InForce purge(String tag) {
        return purge(tag, PurgeMode.HARD);
    }

    Delivery.InForce purge(String tag, PurgeMode mode) {
        if (cluster == null) {
            throw new IllegalStateException("stopped");
        }
        PurgeOrder order =
                new PurgeOrder(List.of(new PurgeSelector.Tag(tag, Optional.empty())), mode, PurgeReach.CLUSTER);
        try {
            Delivery delivery =
                    cluster.nodes().deliver(order).toCompletableFuture().get(10, SECONDS);
            return (Delivery.InForce) delivery;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The answer: waits until nothing more is to be waited for. */
    static Map<String, NodeReport.State> reports(Delivery.InForce delivery) {
        return delivery.reports().now().stream().collect(Collectors.toMap(NodeReport::node, NodeReport::state));
    }

    @Override
    public void close() {
        stop();
        wire.close();
    }
}
