package io.skerry.edge.cluster;

import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.edge.cluster.MemberTable.Lease;
import io.skerry.edge.cluster.MemberTable.Member;
import io.skerry.purgeapi.delivery.NodeReport;
import io.skerry.purgeapi.delivery.NodeReports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the nodes say of one purge made here. Changed on the cluster's event loop, read by any thread. */
final class ClusterReports implements NodeReports {

    private static final String UNDELIVERED =
            "the cluster's log is away; the purge is queued here and delivered on its return";
    private static final String WAITING = "not acknowledged yet";
    private static final String LEASE_OVER =
            "down or cut off; validates every hit, and replays the log before it is ready";

    private final long started = System.nanoTime();
    private final Identity node;
    private final NodeReport own;
    private final ClusterView view;
    private final CompletableFuture<Settlement> settled = new CompletableFuture<>();
    private final Map<String, Duration> applied = new HashMap<>();

    private volatile List<NodeReport> reports;
    private @Nullable ClusterPosition place;
    private boolean everywhere;

    /**
     * Of a purge that is in force on this node.
     *
     * @param node this one
     * @param own its report
     * @param view the other members, as they are known at any time
     */
    ClusterReports(Identity node, NodeReport own, ClusterView view) {
        this.node = node;
        this.own = own;
        this.view = view;
        this.reports = withQueued(UNDELIVERED);
    }

    @Override
    public List<NodeReport> now() {
        return reports;
    }

    @Override
    public CompletionStage<Settlement> settled() {
        return settled.minimalCompletionStage();
    }

    /** Whether nothing more will be learnt. */
    boolean isEverywhere() {
        return everywhere;
    }

    long ageNanos() {
        return System.nanoTime() - started;
    }

    /** Nobody knows when the others will hear of it: whoever waits is told so. */
    void away() {
        settled.complete(Settlement.LATER);
    }

    /** The cluster's log has it. */
    void published(ClusterPosition at) {
        place = at;
        reports = withQueued(WAITING);
    }

    /** The log may have lost it before it was read back, and given its number to another; or it is another server's log. */
    void unpublished() {
        place = null;
    }

    /** The log was joined anew: who follows it from there on has dropped whatever it had when this was published. */
    void rejoined(ClusterPosition from) {
        if (place != null) {
            place = from;
        }
    }

    /** How far the members are now. */
    void seen() {
        MemberTable table = view.table();
        ClusterPosition at = place;
        if (at == null) {
            return;
        }
        List<NodeReport> now = new ArrayList<>(table.members().size() + 1);
        now.add(own);
        boolean waits = false;
        for (Member member : table.members()) {
            if (node.is(member)) {
                continue;
            }
            if (hasApplied(member, at, table.epoch())) {
                Duration took =
                        applied.computeIfAbsent(member.name(), name -> Duration.ofNanos(System.nanoTime() - started));
                now.add(NodeReport.applied(member.name(), took));
            } else {
                boolean holds = member.lease() == Lease.HELD;
                waits |= holds;
                now.add(NodeReport.queued(member.name(), holds ? WAITING : LEASE_OVER));
            }
        }
        for (String name : view.missing()) {
            Duration took = applied.get(name);
            waits |= took == null;
            now.add(took == null ? NodeReport.queued(name, WAITING) : NodeReport.applied(name, took));
        }
        reports = List.copyOf(now);
        if (!waits) {
            everywhere = true;
            settled.complete(Settlement.EVERYWHERE);
        }
    }

    // In a later epoch the node has dropped everything that it had stored when that began, which was after this purge.
    private static boolean hasApplied(Member member, ClusterPosition at, long epoch) {
        return member.epoch() == at.epoch() ? member.seq() >= at.seq() : member.epoch() == epoch && epoch != 0;
    }

    private List<NodeReport> withQueued(String reason) {
        List<NodeReport> all = new ArrayList<>();
        all.add(own);
        for (Member member : view.table().members()) {
            if (!node.is(member)) {
                all.add(NodeReport.queued(member.name(), reason));
            }
        }
        view.missing().forEach(name -> all.add(NodeReport.queued(name, reason)));
        return List.copyOf(all);
    }
}
