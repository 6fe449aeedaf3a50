package io.skerry.edge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.cluster.Continuity.Loss;
import io.skerry.edge.cluster.MemberTable.Lease;
import io.skerry.edge.cluster.MemberTable.Member;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClusterViewTest {

    private final AtomicLong nanos = new AtomicLong();
    private final ClusterView view =
            new ClusterView(new Identity("a", 1, Optional.of(Duration.ofSeconds(10))), nanos::get);

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

    @Test
    void members_that_a_flushed_log_has_forgotten_are_missing_until_they_are_back_or_their_leases_are_over() {
        view.table(table(1, "a", "b", "c"));
        assertThat(view.missing()).isEmpty();

        view.table(table(2, "a"));
        assertThat(view.missing()).containsExactlyInAnyOrder("b", "c");

        view.table(table(2, "a", "b"));
        assertThat(view.missing()).containsExactly("c");

        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        view.table(table(2, "a", "b"));
        assertThat(view.missing()).isEmpty();
    }

    /** The log's server gave way to one whose clock is a minute ahead, or its own was set. */
    @Test
    void clock_of_redis_that_goes_ahead_ends_no_lease_before_its_time() {
        view.table(pair(1_000, Lease.HELD));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        view.table(pair(63_000, Lease.OVER));
        assertThat(view.table().members()).extracting(Member::lease).containsExactly(Lease.OVER, Lease.HELD);

        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        view.table(pair(74_000, Lease.OVER));
        assertThat(view.table().members()).extracting(Member::lease).containsOnly(Lease.OVER);
    }

    /** A replica that lags, or the file of a Redis that was killed: nobody has been heard of since it was written. */
    @Test
    void copy_of_the_log_that_is_older_than_a_lease_does_not_end_it() {
        view.connected();
        view.table(pair(1_000, Lease.HELD));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        view.connected();
        view.table(pair(3_000, Lease.OVER));
        assertThat(view.table().members()).extracting(Member::lease).containsExactly(Lease.OVER, Lease.HELD);

        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        view.table(pair(14_000, Lease.OVER));
        assertThat(view.table().members()).extracting(Member::lease).containsOnly(Lease.OVER);
    }

    /** A copy from between the two: the node left, came back, and holds its lease. */
    @Test
    void node_that_an_old_copy_of_the_log_says_has_left_is_missing_if_it_was_heard_of_since() {
        view.table(pair(5_000, Lease.HELD));
        view.connected();
        view.table(without(6_000, 4_000));
        assertThat(view.missing()).containsExactly("b");
        view.table(without(6_001, 4_000));
        assertThat(view.missing()).containsExactly("b");

        view.table(without(6_002, 6_001));
        assertThat(view.missing()).isEmpty();
    }

    @Test
    void lease_that_has_run_out_is_over() {
        view.table(pair(1_000, Lease.HELD));
        nanos.addAndGet(Duration.ofSeconds(12).toNanos());
        view.table(pair(13_000, Lease.OVER));
        assertThat(view.table().members()).extracting(Member::lease).containsOnly(Lease.OVER);
    }

    private static MemberTable pair(long millis, Lease lease) {
        return new MemberTable(
                millis,
                1,
                1,
                List.of(new Member("a", 1, lease, 1, 1, millis), new Member("b", 1, lease, 1, 1, millis)),
                Map.of());
    }

    private static MemberTable without(long millis, long left) {
        return new MemberTable(millis, 1, 1, List.of(new Member("a", 1, Lease.HELD, 1, 1, millis)), Map.of("b", left));
    }

    private static MemberTable table(long epoch, String... names) {
        return new MemberTable(
                0,
                epoch,
                1,
                Arrays.stream(names)
                        .map(name -> new Member(name, 1, Lease.HELD, epoch, 1, 0))
                        .toList(),
                Map.of());
    }
}
