package io.skerry.edge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.edge.cluster.MemberTable.Lease;
import io.skerry.edge.cluster.MemberTable.Member;
import io.skerry.purgeapi.delivery.NodeReport;
import io.skerry.purgeapi.delivery.NodeReports.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of the others: a purge is everywhere only once nobody can serve what it purged. */
class ClusterReportsTest {

    private static final MemberTable BEFORE = table(1, 5, member("a", 1, 5), member("b", 1, 5));

    private static final Identity NODE = new Identity("a", 1, Optional.of(Duration.ofSeconds(10)));

    private final ClusterView view = new ClusterView(NODE, System::nanoTime);
    private final ClusterReports reports = reports(BEFORE);

    private ClusterReports reports(MemberTable known) {
        view.table(known);
        return new ClusterReports(NODE, NodeReport.applied("a", Duration.ZERO), view);
    }

    @Test
    void member_that_a_flushed_log_has_forgotten_is_waited_for_until_it_is_back() {
        reports.published(at(1, 6));
        see(reports, MemberTable.EMPTY);
        assertThat(settlement()).isEqualTo(Settlement.LATER);
        MemberTable anew = table(2, 1, member("a", 2, 1));
        reports.published(at(2, 1));
        see(reports, anew);
        assertThat(settlement()).isEqualTo(Settlement.LATER);
        assertThat(reports.now()).extracting(NodeReport::node).containsExactly("a", "b");

        see(reports, table(2, 1, member("a", 2, 1), member("b", 2, 1)));

        assertThat(settlement()).isEqualTo(Settlement.EVERYWHERE);
        assertThat(reports.now())
                .extracting(NodeReport::state)
                .containsExactly(NodeReport.State.APPLIED, NodeReport.State.APPLIED);
    }

    @Test
    void member_that_has_left_is_not_waited_for() {
        reports.published(at(1, 6));
        see(reports, table(1, 6, member("a", 1, 6), member("b", 1, 5)));
        assertThat(settlement()).isEqualTo(Settlement.LATER);

        see(reports, new MemberTable(0, 1, 6, List.of(member("a", 1, 6)), Map.of("b", 0L)));

        assertThat(settlement()).isEqualTo(Settlement.EVERYWHERE);
        assertThat(reports.now()).extracting(NodeReport::node).containsExactly("a");
    }

    /** The log lost the table of its members, and each comes back to it with its next heartbeat. */
    @Test
    void member_that_is_gone_without_having_left_is_waited_for_unless_it_has_applied_the_purge() {
        reports.published(at(1, 6));
        see(reports, table(1, 6));
        assertThat(settlement()).isEqualTo(Settlement.LATER);
        assertThat(reports.now()).extracting(NodeReport::node).containsExactly("a", "b");

        see(reports, table(1, 6, member("a", 1, 6), member("b", 1, 6)));
        assertThat(settlement()).isEqualTo(Settlement.EVERYWHERE);
        see(reports, table(1, 6, member("a", 1, 6)));
        assertThat(reports.now()).extracting(NodeReport::state).containsOnly(NodeReport.State.APPLIED);
    }

    /** A server that lags took over, and gave the number to another purge. */
    @Test
    void acknowledged_number_counts_for_the_purge_that_had_it_when_the_log_was_read() {
        reports.published(at(1, 6));
        reports.rejoined(at(2, 6));
        see(reports, table(2, 6, member("a", 2, 6), member("b", 1, 6)));
        assertThat(settlement()).isEqualTo(Settlement.LATER);

        reports.unpublished();
        see(reports, table(2, 6, member("a", 2, 6), member("b", 2, 6)));
        assertThat(settlement()).isEqualTo(Settlement.LATER);
    }

    /** Another node of the cluster may have this one's name, and serves what it has until it has applied the purge. */
    @Test
    void namesake_is_waited_for_like_any_other() {
        Member namesake = new Member("a", 2, Lease.HELD, 1, 5, 0);
        reports.published(at(1, 6));
        see(reports, table(1, 6, namesake, member("b", 1, 6)));
        assertThat(settlement()).isEqualTo(Settlement.LATER);

        see(reports, table(1, 6, new Member("a", 2, Lease.HELD, 1, 6, 0), member("b", 1, 6)));

        assertThat(settlement()).isEqualTo(Settlement.EVERYWHERE);
    }

    /** The other may follow the old log, and hold its lease, until it hears of the new one. */
    @Test
    void member_that_was_forgotten_before_the_purge_is_waited_for_as_well() {
        MemberTable anew = table(2, 1, member("a", 2, 1));
        ClusterReports later = reports(anew);
        later.published(at(2, 1));

        see(later, anew);
        assertThat(settlement(later)).isEqualTo(Settlement.LATER);
        assertThat(later.now()).extracting(NodeReport::node).containsExactly("a", "b");

        see(later, table(2, 1, member("a", 2, 1), member("b", 2, 1)));
        assertThat(settlement(later)).isEqualTo(Settlement.EVERYWHERE);
    }

    private void see(ClusterReports of, MemberTable table) {
        view.table(table);
        of.seen();
    }

    private static MemberTable table(long epoch, long seq, Member... members) {
        return new MemberTable(0, epoch, seq, List.of(members), Map.of());
    }

    private Settlement settlement() {
        return settlement(reports);
    }

    /** Later for as long as nothing is settled. */
    private static Settlement settlement(ClusterReports reports) {
        return reports.settled().toCompletableFuture().getNow(Settlement.LATER);
    }

    private static ClusterPosition at(long epoch, long seq) {
        return new ClusterPosition(epoch, seq, 0, 0);
    }

    private static Member member(String name, long epoch, long seq) {
        return new Member(name, 1, Lease.HELD, epoch, seq, 0);
    }
}
