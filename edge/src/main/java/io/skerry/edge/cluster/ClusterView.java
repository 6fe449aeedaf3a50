package io.skerry.edge.cluster;

import io.skerry.edge.cluster.ClusterStats.Link;
import io.skerry.edge.cluster.Continuity.Loss;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is known of the cluster on this node. Written on the cluster's event loop, read by any thread. */
final class ClusterView {

    private final Map<Loss, Long> losses = new EnumMap<>(Loss.class);
    private volatile Link link = Link.CONNECTING;
    private volatile MemberTable table = MemberTable.EMPTY;
    private volatile List<ClusterStats.Losses> lossCounts;
    private volatile String lastLoss = "";

    /** Of a node that has lost nothing: an alert sees a count rise only from one that was there before. */
    ClusterView() {
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

    /** The members as they were seen last. */
    MemberTable table() {
        return table;
    }

    void table(MemberTable now) {
        table = now;
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
}
