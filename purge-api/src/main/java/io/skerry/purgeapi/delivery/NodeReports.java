package io.skerry.purgeapi.delivery;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the nodes say of one purge, as it becomes known. Any thread; never blocks. Kept for as long as the purge may be asked for. */
public interface NodeReports {

    /** Every node that the purge means, as far as is known now; this node first. */
    List<NodeReport> now();

    /**
     * Completes when it makes no sense to wait any longer; on any thread, never exceptionally. Whoever waits has its own time limit.
     */
    CompletionStage<Settlement> settled();

    /** Reports of which nothing will change: every node that is meant has applied the purge. */
    static NodeReports settled(List<NodeReport> reports) {
        List<NodeReport> all = List.copyOf(reports);
        CompletionStage<Settlement> done = CompletableFuture.completedStage(Settlement.EVERYWHERE);
        return new NodeReports() {
            @Override
            public List<NodeReport> now() {
                return all;
            }

            @Override
            public CompletionStage<Settlement> settled() {
                return done;
            }
        };
    }

    /** Why there is nothing to wait for. */
    enum Settlement {
        /** Every node has applied it, or is known to serve nothing unvalidated before it has (200). */
        EVERYWHERE,
        /** Some node may still serve what was purged, and nobody knows when it will hear of it (202). */
        LATER
    }
}
