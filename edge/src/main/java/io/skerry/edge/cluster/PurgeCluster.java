package io.skerry.edge.cluster;

import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.purge.record.PeerPurge;
import io.skerry.cache.purge.record.PurgeId;
import io.skerry.edge.cluster.ClusterLink.NameTaken;
import io.skerry.edge.cluster.ClusterStats.Lease;
import io.skerry.edge.cluster.ClusterStats.Link;
import io.skerry.edge.cluster.MemberTable.Member;
import io.skerry.purgeapi.delivery.PurgeNodes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in a cluster: keeps in touch with the cluster's log, and comes back to it whenever it was lost.
 *
 * <p>Owns an event loop of its own. Started and closed on a thread that may block; everything else may be called on any.
 */
public final class PurgeCluster implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PurgeCluster.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** A node that has not reached the log by then starts without it. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(3);

    private static final Duration CLOSING_TIME = Duration.ofSeconds(2);

    private final String url;
    private final Identity node;
    private final PurgeLog log;
    private final Vertx vertx;
    private final Context context;
    private final ClusterView view;
    private final ClusterPublisher publisher;
    private final long started = System.nanoTime();
    private @Nullable ClusterLink link;
    private @Nullable ClusterSession session;
    private Duration pause = FIRST_PAUSE;
    /** What the log of this node says of the cluster's log: once, until that was followed again. */
    private String said = "";

    private boolean closed;

    private PurgeCluster(String url, Identity node, PurgeLog log) {
        this.url = url;
        this.node = node;
        this.log = log;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true));
        this.context = vertx.getOrCreateContext();
        this.view = new ClusterView(node, System::nanoTime);
        this.publisher = new ClusterPublisher(context, node, log, view);
    }

    /**
     * Joins a cluster; returns at once, and goes on trying for as long as it takes.
     *
     * @param url of Redis or Valkey: {@code redis://…}
     * @param name of this node, unique in the cluster
     * @param lease how long stored content is used unasked after the node was last in touch; empty for ever
     * @param log this node's purges
     */
    public static PurgeCluster join(String url, String name, Optional<Duration> lease, PurgeLog log) {
        PurgeCluster cluster = new PurgeCluster(url, new Identity(name, log.incarnation(), lease), log);
        if (lease.isPresent()) {
            // Purges may have been made while this node was down: until it has caught up it asks before it serves.
            log.lease().end();
        }
        cluster.context.runOnContext(hop -> cluster.connect());
        return cluster;
    }

    /** Who puts purges in force, on this node and on all others. */
    public PurgeNodes nodes() {
        return publisher;
    }

    private void connect() {
        if (closed) {
            return;
        }
        ClusterLink.open(vertx, url, broken -> context.runOnContext(hop -> broken(broken)))
                .onSuccess(this::connected)
                .onFailure(this::unreachable);
    }

    private void connected(ClusterLink opened) {
        if (closed) {
            opened.close();
            return;
        }
        link = opened;
        ClusterSession begun = new ClusterSession(context, opened, node, log, view, new Heard());
        session = begun;
        begun.begin();
        publisher.connected(opened, this::ended);
        opened.evictionPolicy().onSuccess(this::mayEvict);
    }

    private void mayEvict(String policy) {
        if (!policy.isEmpty() && !policy.equals(view.evictionPolicy())) {
            LOG.warn(
                    "cluster: the Redis at {} evicts keys of any kind when its memory is full (maxmemory-policy {}): each time it"
                            + " evicts the cluster's log, every node drops all it has stored; set maxmemory-policy noeviction",
                    place(),
                    policy);
        }
        view.evictionPolicy(policy);
    }

    private void broken(ClusterLink which) {
        if (which == link) {
            ended(new IOException("the connection was closed"));
        }
    }

    /** Session and publisher may both notice: the first ends it. */
    private void ended(Throwable why) {
        ClusterLink before = link;
        if (before == null || closed) {
            return;
        }
        link = null;
        if (session != null) {
            session.close();
        }
        session = null;
        before.close();
        if (view.link() == Link.FOLLOWING) {
            pause = FIRST_PAUSE;
            said = "";
        }
        say("is lost: " + why);
        view.link(why instanceof NameTaken ? Link.NAME_TAKEN : Link.AWAY);
        publisher.disconnected();
        again();
    }

    private void unreachable(Throwable why) {
        say("cannot be reached: " + why);
        boolean early = view.link() == Link.CONNECTING && System.nanoTime() - started < FIRST_PATIENCE.toNanos();
        if (!early) {
            view.link(Link.AWAY);
        }
        publisher.disconnected();
        again();
    }

    private void say(String what) {
        if (!what.equals(said)) {
            LOG.warn("cluster: the cluster's log at {} {}", place(), what);
        }
        said = what;
    }

    private void again() {
        if (closed) {
            return;
        }
        vertx.setTimer(pause.toMillis(), timer -> connect());
        Duration next = pause.multipliedBy(2);
        pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    private final class Heard implements ClusterSession.Listener {

        @Override
        public void applied(List<PeerPurge> purges) {
            publisher.applied(purges);
        }

        @Override
        public void following() {
            publisher.following();
        }

        @Override
        public void rejoined(Optional<PurgeId> told) {
            publisher.rejoined(told);
            ClusterLink asked = link;
            if (asked != null) {
                // That may be why.
                asked.evictionPolicy().onSuccess(PurgeCluster.this::mayEvict);
            }
        }

        @Override
        public void ended(Throwable why) {
            PurgeCluster.this.ended(why);
        }
    }

    /** Where the log is, without the password. */
    private String place() {
        int at = url.lastIndexOf('@');
        return at < 0 ? url : "redis://" + url.substring(at + 1);
    }

    /** How the cluster looks from here. */
    public ClusterStats stats() {
        MemberTable table = view.table();
        List<ClusterStats.Peer> peers = new ArrayList<>();
        for (Member member : table.members()) {
            if (!node.is(member)) {
                peers.add(new ClusterStats.Peer(member.name(), member.lag(table.epoch(), table.seq())));
            }
        }
        return new ClusterStats(
                view.link(),
                log.lease().holds() ? Lease.HELD : Lease.OVER,
                log.peers().position().seq(),
                log.peers().queued(),
                peers,
                view.losses(),
                view.lastLoss(),
                view.evictionPolicy());
    }

    /** Leaves the cluster and closes the connections. Blocks for two seconds at most. */
    @Override
    public void close() {
        Future<Void> left = Future.future(promise -> context.runOnContext(hop -> {
            closed = true;
            if (session != null) {
                session.close();
            }
            ClusterLink last = link;
            if (last == null) {
                promise.complete();
            } else {
                last.leave(node).otherwiseEmpty().onComplete(promise);
            }
        }));
        try {
            left.toCompletionStage().toCompletableFuture().get(CLOSING_TIME.toMillis(), TimeUnit.MILLISECONDS);
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSING_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.debug("cluster: closing went on without an answer", late);
        }
    }
}
