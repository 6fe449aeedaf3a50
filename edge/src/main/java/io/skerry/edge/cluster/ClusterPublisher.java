package io.skerry.edge.cluster;

import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.purge.PurgeReceipt;
import io.skerry.cache.purge.QueuedPurge;
import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.PeerPurge;
import io.skerry.cache.purge.record.PurgeId;
import io.skerry.cache.purge.record.PurgeScope;
import io.skerry.edge.cluster.ClusterStats.Link;
import io.skerry.purgeapi.delivery.Delivery;
import io.skerry.purgeapi.delivery.NodeReport;
import io.skerry.purgeapi.delivery.PurgeNodes;
import io.skerry.purgeapi.delivery.PurgeOrder;
import io.skerry.purgeapi.delivery.SingleNode;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers purges made on this node to the cluster's log, and watches how far the members are with them.
 *
 * <p>A purge is in force and durable here before anything is sent, and waits in the journal until it has been read back: a Redis
 * that crashes may forget what it has just taken. Sent twice, it is applied once. On the cluster's event loop, but for {@link #deliver}.
 */
final class ClusterPublisher implements PurgeNodes {

    private static final int MOST_IN_FLIGHT = 512;
    private static final int MOST_REMEMBERED = 4_096;
    private static final long FAST_NANOS = Duration.ofMillis(500).toNanos();
    private static final Duration FAST_LOOK = Duration.ofMillis(2);
    private static final Duration SLOW_LOOK = Duration.ofMillis(250);
    private static final long WATCHED_NANOS = Duration.ofMinutes(10).toNanos();

    private final Context context;
    private final Identity node;
    private final PurgeLog log;
    private final ClusterView view;
    private final SingleNode alone;
    /** Purges whose reports may still change, by the number of their record here. */
    private final Map<Long, ClusterReports> watched = new Newest<>();
    /** Purges that were sent and not read back yet: the number of each one's record. */
    private final Map<PurgeId, Long> sent = new HashMap<>();

    /** Purges that were published before their reports were known here. */
    private final Map<Long, ClusterPosition> unclaimed = new Newest<>();

    /** The purge of everything that stands for what was read elsewhere, until it has been read back. */
    private Optional<PurgeId> told = Optional.empty();

    private @Nullable ClusterLink link;
    private Consumer<Throwable> failed = failure -> {};
    private long sentUpTo;
    private int inFlight;
    private boolean looking;

    ClusterPublisher(Context context, Identity node, PurgeLog log, ClusterView view) {
        this.context = context;
        this.node = node;
        this.log = log;
        this.view = view;
        this.alone = new SingleNode(node.name(), log::purge);
    }

    @Override
    public CompletionStage<Delivery> deliver(PurgeOrder order) {
        return switch (order.reach()) {
            case NODE -> alone.deliver(order);
            case CLUSTER -> deliverToAll(order);
        };
    }

    private CompletionStage<Delivery> deliverToAll(PurgeOrder order) {
        long started = System.nanoTime();
        return log.purge(order.selectors(), order.mode(), PurgeScope.CLUSTER).thenApply(receipt -> switch (receipt) {
            case PurgeReceipt.Refused refused -> new Delivery.Refused(refused.reason());
            case PurgeReceipt.InForce inForce -> {
                Duration took = Duration.ofNanos(System.nanoTime() - started);
                ClusterReports reports = new ClusterReports(node, NodeReport.applied(node.name(), took), view);
                context.runOnContext(hop -> watch(inForce.seq(), reports));
                yield new Delivery.InForce(inForce.id(), inForce.seq(), reports);
            }
        });
    }

    private void watch(long number, ClusterReports reports) {
        watched.put(number, reports);
        ClusterPosition place = unclaimed.remove(number);
        if (place != null) {
            reports.published(place);
        }
        if (link == null) {
            reports.away();
        }
        send();
        look();
    }

    /** The cluster's log can be reached from now on. */
    void connected(ClusterLink newLink, Consumer<Throwable> onFailure) {
        link = newLink;
        failed = onFailure;
        inFlight = 0;
        sendAnew();
    }

    /** It cannot any more. */
    void disconnected() {
        link = null;
        watched.values().forEach(ClusterReports::away);
    }

    private void send() {
        ClusterLink to = link;
        while (to != null && to == link && inFlight < MOST_IN_FLIGHT) {
            List<QueuedPurge> queued = log.peers().queuedAfter(sentUpTo, MOST_IN_FLIGHT - inFlight);
            if (queued.isEmpty()) {
                return;
            }
            for (QueuedPurge purge : queued) {
                sentUpTo = purge.number();
                inFlight++;
                sent.put(purge.purge().id(), purge.number());
                to.publish(node.name(), purge.purge())
                        .onSuccess(place -> published(to, purge.number(), place))
                        .onFailure(failure -> notDelivered(to, failure));
            }
        }
    }

    /** Purges of the log were applied here: this node's own among them are there to stay. */
    void applied(List<PeerPurge> purges) {
        for (PeerPurge purge : purges) {
            Long number = sent.remove(purge.id());
            if (number != null) {
                log.peers().delivered(number);
                if (told.filter(purge.id()::equals).isPresent()) {
                    toldBefore(number);
                }
            }
        }
    }

    /** Who has applied everything up to here has none of what was purged before. */
    private void toldBefore(long number) {
        told = Optional.empty();
        watched.forEach((earlier, reports) -> {
            if (earlier < number) {
                reports.published(log.peers().position());
            }
        });
    }

    /**
     * What the log held before will not be read back: what was not is sent once more.
     *
     * @param everything the purge that stands for what was read elsewhere, where the others may lack it
     */
    void rejoined(Optional<PurgeId> everything) {
        if (everything.isPresent()) {
            told = everything;
            unclaimed.clear();
            watched.values().forEach(ClusterReports::unpublished);
        }
        sendAnew();
        watched.values().forEach(reports -> reports.rejoined(log.peers().position()));
    }

    private void sendAnew() {
        for (long number : sent.values()) {
            unclaimed.remove(number);
            ClusterReports reports = watched.get(number);
            if (reports != null) {
                reports.unpublished();
            }
        }
        sent.clear();
        sentUpTo = 0;
        send();
    }

    /** The log goes on from what was read of it: what its members acknowledged are the purges that are known here. */
    void following() {
        look();
    }

    private void published(ClusterLink by, long number, ClusterPosition place) {
        if (by != link) {
            // It is sent once more, to a log that may have lost it.
            return;
        }
        ClusterReports reports = watched.get(number);
        if (reports == null) {
            unclaimed.put(number, place);
        } else {
            reports.published(place);
        }
        inFlight--;
        send();
        look();
    }

    private void notDelivered(ClusterLink by, Throwable failure) {
        if (by == link) {
            failed.accept(failure);
        }
    }

    // ---- watching the others

    private void look() {
        ClusterLink from = link;
        if (looking || from == null || view.link() != Link.FOLLOWING || watched.isEmpty()) {
            return;
        }
        looking = true;
        from.table()
                .onSuccess(table -> {
                    looking = false;
                    seen(table);
                    lookAgain();
                })
                .onFailure(failure -> {
                    looking = false;
                    notDelivered(from, failure);
                });
    }

    private void seen(MemberTable table) {
        view.table(table);
        watched.values().removeIf(reports -> {
            reports.seen();
            return reports.isEverywhere() || reports.ageNanos() > WATCHED_NANOS;
        });
    }

    private void lookAgain() {
        if (watched.isEmpty()) {
            return;
        }
        boolean fast = watched.values().stream().anyMatch(reports -> reports.ageNanos() < FAST_NANOS);
        context.owner().setTimer((fast ? FAST_LOOK : SLOW_LOOK).toMillis(), timer -> look());
    }

    /** The newest of too many. */
    private static final class Newest<V> extends LinkedHashMap<Long, V> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }
}
