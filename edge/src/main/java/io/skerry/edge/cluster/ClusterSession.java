package io.skerry.edge.cluster;

import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.purge.PurgeReceipt;
import io.skerry.cache.purge.ServingLease;
import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.PeerPurge;
import io.skerry.cache.purge.record.PurgeId;
import io.skerry.cache.purge.record.PurgeScope;
import io.skerry.edge.cluster.ClusterStats.Link;
import io.skerry.edge.cluster.Continuity.Broken;
import io.skerry.edge.cluster.Continuity.Continues;
import io.skerry.edge.cluster.Continuity.Loss;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One spell of being connected to the cluster's log: follows it, applies what it says, and keeps the lease.
 *
 * <p>The lease counts from the moment a heartbeat was sent, and only once everything is applied that the log held when Redis
 * answered it. So a node that serves stored content unasked has applied every purge that was older than its lease. Whatever fails ends
 * the session; the position is durable, so that the next goes on where this one stopped. On the cluster's event loop alone.
 */
final class ClusterSession {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterSession.class);
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Hears what happens. On the cluster's event loop. */
    interface Listener {

        /** These are in force and durable here; this node's own among them have been read back. */
        void applied(List<PeerPurge> purges);

        /** Everything that the log held when this began is applied: it goes on from what was read of it before. */
        void following();

        /**
         * The log was joined anew: what it held before will not be read any more.
         *
         * @param told the purge of everything that its other nodes are told of, since they may lack what was read elsewhere
         */
        void rejoined(Optional<PurgeId> told);

        /** It is over; told once, unless it was closed. */
        void ended(Throwable why);
    }

    /** Everything up to a place has to be applied before the lease holds, which it does from when it was asked for. */
    private record Grant(ClusterPosition needs, ServingLease.Moment asked) {}

    private final Context context;
    private final ClusterLink link;
    private final Identity node;
    private final PurgeLog log;
    private final ClusterView view;
    private final Listener listener;
    private final ArrayDeque<Grant> grants = new ArrayDeque<>();
    private boolean over;
    private boolean reading;
    private boolean rejoining;

    /**
     * A session that has not begun.
     *
     * @param listener hears what happens
     */
    ClusterSession(
            Context context, ClusterLink link, Identity node, PurgeLog log, ClusterView view, Listener listener) {
        this.context = context;
        this.link = link;
        this.node = node;
        this.log = log;
        this.view = view;
        this.listener = listener;
    }

    void begin() {
        view.connected();
        heartbeat();
    }

    /** Ends without telling anybody. */
    void close() {
        over = true;
    }

    private void end(Throwable why) {
        if (!over) {
            over = true;
            listener.ended(why);
        }
    }

    // ---- the heartbeat

    private void heartbeat() {
        if (over) {
            return;
        }
        ServingLease.Moment sent = log.lease().now();
        ClusterPosition read = log.peers().position();
        link.sync(node, read).onSuccess(state -> synced(state, read, sent)).onFailure(this::end);
        refreshTable();
    }

    private void refreshTable() {
        link.table().onSuccess(view::table).onFailure(this::end);
    }

    private void synced(LogState state, ClusterPosition read, ServingLease.Moment sent) {
        if (over) {
            return;
        }
        switch (Continuity.at(read, state)) {
            case Continues continues -> {
                grants.add(new Grant(state.end(), sent));
                takeGrants();
                // Also what it said before: the log may have lost it, and forgets it of those who leave.
                acknowledge();
                read();
            }
            case Broken broken -> {
                // What was read meanwhile may explain it: then the next heartbeat judges anew.
                if (read.equals(log.peers().position())) {
                    rejoin(broken.loss(), state);
                }
            }
        }
        after(node.heartbeat(), this::heartbeat);
    }

    /** Renews the lease as far as what had to be applied for it is applied. */
    private void takeGrants() {
        ClusterPosition applied = log.peers().position();
        while (!grants.isEmpty() && reaches(applied, grants.peek().needs())) {
            Grant grant = grants.remove();
            node.lease().ifPresent(time -> log.lease().holdFor(time, grant.asked()));
            if (view.link() == Link.CATCHING_UP) {
                LOG.info("cluster: caught up with entry {}", applied.seq());
                view.link(Link.FOLLOWING);
                listener.following();
            }
        }
    }

    private static boolean reaches(ClusterPosition applied, ClusterPosition needed) {
        return applied.epoch() == needed.epoch() && applied.seq() >= needed.seq();
    }

    // ---- following

    private void read() {
        if (over || reading || rejoining) {
            return;
        }
        reading = true;
        ClusterPosition from = log.peers().position();
        link.read(from)
                .onSuccess(entries -> {
                    reading = false;
                    received(from, entries);
                })
                .onFailure(this::end);
    }

    private void received(ClusterPosition from, List<LogEntry> entries) {
        if (over || rejoining) {
            return;
        }
        if (entries.isEmpty() || !from.equals(log.peers().position())) {
            // Nothing new, or asked before the log was joined anew.
            read();
            return;
        }
        switch (Continuity.after(from, entries)) {
            case Continues continues -> apply(continues.purges(), continues.upTo());
            case Broken broken ->
                link.sync(node, from)
                        .onSuccess(state -> rejoin(broken.loss(), state))
                        .onFailure(this::end);
        }
    }

    private void apply(List<PeerPurge> purges, ClusterPosition upTo) {
        whenApplied(log.peers().apply(purges, upTo), () -> apply(purges, upTo), () -> {
            if (!purges.isEmpty()) {
                view.heard();
            }
            takeGrants();
            acknowledge();
            listener.applied(purges);
            read();
        });
    }

    private void acknowledge() {
        link.acknowledge(node, log.peers().position()).onFailure(this::end);
    }

    /** Purges may be missing: everything stored goes, and the log is followed from where it stands. */
    private void rejoin(Loss loss, LogState state) {
        if (over || rejoining) {
            return;
        }
        rejoining = true;
        grants.clear();
        if (loss == Loss.ROLLED_BACK
                && state.end().epoch() == log.peers().position().epoch()) {
            // Its numbers are given a second time: the others must not take them for those they know.
            link.renew(state.end().epoch())
                    .compose(renewed -> link.sync(node, log.peers().position()))
                    .onSuccess(renewed -> dropEverything(loss, renewed, scope(renewed)))
                    .onFailure(this::end);
        } else {
            dropEverything(loss, state, scope(state));
        }
    }

    /** Who drops everything: this node, or all that follow the log, which may lack purges that were read elsewhere. */
    private PurgeScope scope(LogState state) {
        return state.mayLack(log.peers().position(), view.sinceHeard()) ? PurgeScope.CLUSTER : PurgeScope.PEER;
    }

    private void dropEverything(Loss loss, LogState state, PurgeScope scope) {
        PurgeId id = new PurgeId(RANDOM.nextLong(), RANDOM.nextLong());
        boolean tells = scope == PurgeScope.CLUSTER;
        whenApplied(
                log.peers().dropEverything(id, scope, state.end()), () -> dropEverything(loss, state, scope), () -> {
                    String text = "the cluster's log cannot vouch for what was stored (" + loss.token()
                            + "): everything is dropped, and followed from entry "
                            + state.end().seq() + " on"
                            + (tells
                                    ? "; the others may lack purges that were read elsewhere, and drop everything too"
                                    : "");
                    view.lost(loss, text);
                    if (loss == Loss.FIRST_CONTACT) {
                        LOG.info("cluster: {}", text);
                    } else {
                        LOG.warn("cluster: {}", text);
                    }
                    rejoining = false;
                    acknowledge();
                    listener.rejoined(tells ? Optional.of(id) : Optional.empty());
                    read();
                    // At once: until then nothing is served unasked.
                    renewLease();
                });
    }

    private void renewLease() {
        ServingLease.Moment sent = log.lease().now();
        ClusterPosition read = log.peers().position();
        link.sync(node, read)
                .onSuccess(state -> {
                    if (!over && Continuity.at(read, state) instanceof Continues) {
                        grants.add(new Grant(state.end(), sent));
                        takeGrants();
                    }
                })
                .onFailure(this::end);
    }

    private void whenApplied(CompletionStage<PurgeReceipt> receipt, Runnable again, Runnable then) {
        receipt.thenAccept(outcome -> context.runOnContext(hop -> {
            if (over) {
                return;
            }
            switch (outcome) {
                case PurgeReceipt.InForce inForce -> then.run();
                // Nothing is acknowledged meanwhile, and the lease runs out.
                case PurgeReceipt.Refused refused -> after(RETRY, again);
            }
        }));
    }

    private void after(Duration time, Runnable action) {
        vertx().setTimer(Math.max(1, time.toMillis()), timer -> {
            if (!over) {
                action.run();
            }
        });
    }

    private Vertx vertx() {
        return context.owner();
    }
}
