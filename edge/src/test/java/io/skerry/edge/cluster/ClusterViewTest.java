package io.skerry.edge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.cluster.Continuity.Loss;
import org.junit.jupiter.api.Test;

class ClusterViewTest {

    private final ClusterView view = new ClusterView();

    /** {@code increase(skerry_cluster_losses[10m]) > 0} of the runbook sees nothing of a series that begins with 1. */
    @Test
    void each_loss_is_counted_from_zero() {
        assertThat(view.losses()).hasSize(Loss.values().length).allMatch(loss -> loss.count() == 0);

        view.lost(Loss.GAP, "trimmed");

        assertThat(view.losses())
                .hasSize(Loss.values().length)
                .filteredOn(loss -> loss.count() > 0)
                .containsExactly(new ClusterStats.Losses("gap", 1));
    }
}
