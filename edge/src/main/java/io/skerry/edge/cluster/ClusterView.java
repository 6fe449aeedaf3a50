package io.skerry.edge.cluster;

import io.skerry.edge.cluster.ClusterStats.Link;
import io.skerry.edge.cluster.Continuity.Loss;
import io.skerry.edge.cluster.MemberTable.Lease;
import io.skerry.edge.cluster.MemberTable.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What is known of the cluster on this node. Written on the cluster's event loop, read by any thread. */
final class ClusterView {

    /** As long as the log remembers members that it does not hear of. */
    private static final Duration MOST_MISSING = Duration.ofDays(1);

    /** What an answer may come late by. */
    private static final long MOST_AHEAD_NANOS = Duration.ofSeconds(1).toNanos();

    /**
     * A member that may hold its lease.
     *
     * @param until by this node's timer
     * @param heard when it was alive for certain, by Redis's clock
     */
    private record Holder(long until, long heard) {}

    private final Identity node;
    private final LongSupplier nanoTime;
    /** Of those that the log has forgotten: until when each may serve stored content unasked, as far as this node's lease is like theirs; in nanoseconds. */
    private final Map<String, Holder> forgotten = new HashMap<>();

    /** Of those whose leases may last longer than Redis says, in the same way: its clock was set, or an old copy answers for it. */
    private final Map<String, Holder> doubted = new HashMap<>();

    private final Map<Loss, Long> losses = new EnumMap<>(Loss.class);
    private volatile Link link = Link.CONNECTING;
    private volatile MemberTable table = MemberTable.EMPTY;
    private long tableNanos;
    private Optional<Long> heardNanos = Optional.empty();
    private boolean connectedAnew;
    private volatile Set<String> missing = Set.of();
    private volatile List<ClusterStats.Losses> lossCounts;
    private volatile String lastLoss = "";
    private volatile String evictionPolicy = "";

    /** Of a node that has lost nothing: an alert sees a count rise only from one that was there before. */
    ClusterView(Identity node, LongSupplier nanoTime) {
        this.node = node;
        this.nanoTime = nanoTime;
        for (Loss reason : Loss.values()) {
            losses.put(reason, 0L);
        }
        lossCounts = counted();
    }

    Link link() {
        return link;
    }

    void link(Link now) {
        link = now;
    }

    /** A Redis is connected to: an old copy perhaps, where leases stand as they were then. */
    void connected() {
        link = Link.CATCHING_UP;
        connectedAnew = true;
    }

    /** Purges of the log were applied here. */
    void heard() {
        heardNanos = Optional.of(nanoTime.getAsLong());
    }

    /** How long ago purges of the log were applied here last; empty if not in this run. */
    Optional<Duration> sinceHeard() {
        return heardNanos.map(then -> Duration.ofNanos(nanoTime.getAsLong() - then));
    }

    /** The members as they were seen last; one whose lease has been ended by another clock or an old copy holds it. */
    MemberTable table() {
        return table;
    }

    /** A log that was flushed, or lost a key, has forgotten members, of whom some may not know it yet. */
    void table(MemberTable now) {
        long nanos = nanoTime.getAsLong();
        rememberHolders(forgotten, nanos);
        if (connectedAnew || wentAhead(now, nanos)) {
            rememberHolders(doubted, nanos);
        }
        connectedAnew = false;
        forgotten
                .entrySet()
                .removeIf(one -> now.knows(one.getKey(), one.getValue().heard()));
        forgotten.values().removeIf(holder -> holder.until() - nanos < 0);
        doubted.values().removeIf(holder -> holder.until() - nanos < 0);
        missing = Set.copyOf(forgotten.keySet());
        table = now.holding(doubted.keySet());
        tableNanos = nanos;
    }

    private void rememberHolders(Map<String, Holder> holders, long nanos) {
        long until = nanos + node.lease().orElse(MOST_MISSING).toNanos();
        for (Member member : table.members()) {
            if (!node.is(member) && member.lease() == Lease.HELD) {
                holders.put(member.name(), new Holder(until, member.heard()));
            }
        }
    }

    /** Whether Redis's clock was set forth since the last look, or a server whose clock is ahead took over. */
    private boolean wentAhead(MemberTable now, long nanos) {
        long byRedis = TimeUnit.MILLISECONDS.toNanos(now.millis() - table.millis());
        return byRedis - (nanos - tableNanos) > MOST_AHEAD_NANOS;
    }

    /** Members that the log does not know any more though they did not leave, and that may hold their leases. */
    Set<String> missing() {
        return missing;
    }

    void lost(Loss loss, String text) {
        losses.merge(loss, 1L, Long::sum);
        lossCounts = counted();
        lastLoss = text;
    }

    private List<ClusterStats.Losses> counted() {
        List<ClusterStats.Losses> counts = new ArrayList<>();
        losses.forEach((reason, count) -> counts.add(new ClusterStats.Losses(reason.token(), count)));
        return List.copyOf(counts);
    }

    List<ClusterStats.Losses> losses() {
        return lossCounts;
    }

    String lastLoss() {
        return lastLoss;
    }

    /** By which policy Redis may evict the log; empty if it may not. */
    String evictionPolicy() {
        return evictionPolicy;
    }

    void evictionPolicy(String policy) {
        evictionPolicy = policy;
    }
}
