package io.skerry.edge.cluster;

import static io.skerry.edge.cluster.TestCluster.LOOK;
import static io.skerry.edge.cluster.TestCluster.losses;
import static io.skerry.edge.cluster.TestCluster.settled;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.edge.testing.RequiredTool;
import io.skerry.edge.testing.RequiresTool;
import io.skerry.purgeapi.delivery.Delivery;
import io.skerry.purgeapi.delivery.NodeReport.State;
import io.skerry.purgeapi.delivery.NodeReports.Settlement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rule 11 around a real Redis: three nodes, each on a wire of its own that is cut, silenced and mended. */
@Timeout(60)
@RequiresTool(RequiredTool.REDIS)
class PurgeClusterTest {

    private static final List<ClusterStats.Losses> FIRST_CONTACT_ALONE =
            List.of(new ClusterStats.Losses("first-contact", 1));

    @TempDir
    private Path folder;

    private TestCluster cluster;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    PurgeClusterTest() {}

    @BeforeEach
    void start() {
        cluster = new TestCluster(folder);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void purge_on_one_node_is_in_force_on_all_before_it_is_answered_as_applied() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        TestNode three = cluster.node("three");
        List<StoredHead> stored = List.of(one.stored("t"), two.stored("t"), three.stored("t"));

        Delivery.InForce delivery = one.purge("t");

        assertThat(settled(delivery)).isEqualTo(Settlement.EVERYWHERE);
        assertThat(TestNode.reports(delivery))
                .isEqualTo(Map.of("one", State.APPLIED, "two", State.APPLIED, "three", State.APPLIED));
        assertThat(one.use(stored.get(0))).isInstanceOf(PurgeVerdict.Hard.class);
        assertThat(two.use(stored.get(1))).isInstanceOf(PurgeVerdict.Hard.class);
        assertThat(three.use(stored.get(2))).isInstanceOf(PurgeVerdict.Hard.class);
        // What is fetched afterwards stays: the purge that comes back to its maker is not applied twice.
        StoredHead since = one.stored("t");
        settled(two.purge("other"));
        assertThat(one.use(since)).isEqualTo(PurgeVerdict.NOT);
    }

    @Test
    void soft_purge_stays_soft_on_the_others() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        StoredHead stored = two.stored("t");
        settled(one.purge("t", PurgeMode.SOFT));
        assertThat(two.use(stored)).isInstanceOf(PurgeVerdict.Soft.class);
    }

    @Test
    void node_that_was_down_replays_every_purge_before_it_serves_unasked() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        List<StoredHead> stored = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            stored.add(two.stored("t" + i));
        }
        two.stop();
        for (int i = 0; i < 1_000; i++) {
            one.purge("t" + i);
        }
        assertThat(settled(one.purge("last"))).isEqualTo(Settlement.EVERYWHERE);

        two.start();
        assertThat(two.use(stored.getFirst())).isNotEqualTo(PurgeVerdict.NOT);
        two.awaitFollowing();

        assertThat(stored).allMatch(head -> two.use(head) instanceof PurgeVerdict.Hard);
        assertThat(losses(two)).isEmpty();
    }

    @Test
    void node_cut_off_serves_while_its_lease_lasts_then_validates_and_only_then_is_a_purge_everywhere() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        StoredHead stored = two.stored("t");
        two.wire().silence();

        Delivery.InForce delivery = one.purge("t");

        assertThat(two.use(stored)).isEqualTo(PurgeVerdict.NOT);
        Awaitility.await()
                .pollInterval(LOOK)
                .until(() -> delivery.reports().settled().toCompletableFuture().isDone());
        // Whatever the purger was told, the other may not serve it unasked any more.
        assertThat(two.use(stored)).isInstanceOf(PurgeVerdict.Invalidated.class);
        assertThat(settled(delivery)).isEqualTo(Settlement.EVERYWHERE);
        assertThat(TestNode.reports(delivery)).isEqualTo(Map.of("one", State.APPLIED, "two", State.QUEUED));

        two.wire().mend();
        two.awaitFollowing();
        assertThat(two.use(stored)).isInstanceOf(PurgeVerdict.Hard.class);
        assertThat(losses(two)).isEqualTo(FIRST_CONTACT_ALONE);
        Awaitility.await().until(() -> one.stats().peers().equals(List.of(new ClusterStats.Peer("two", 0))));
    }

    @Test
    void while_redis_is_away_purges_are_queued_and_delivered_on_its_return() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        StoredHead mine = one.stored("t");
        StoredHead theirs = two.stored("t");
        one.wire().cut();
        Awaitility.await().until(() -> one.stats().link() == ClusterStats.Link.AWAY);

        Delivery.InForce delivery = one.purge("t");

        assertThat(settled(delivery)).isEqualTo(Settlement.LATER);
        assertThat(TestNode.reports(delivery)).isEqualTo(Map.of("one", State.APPLIED, "two", State.QUEUED));
        assertThat(one.use(mine)).isInstanceOf(PurgeVerdict.Hard.class);
        assertThat(one.stats().queued()).isEqualTo(1);
        one.stop();
        one.wire().mend();
        one.start();
        one.awaitFollowing();
        Awaitility.await().pollInterval(LOOK).until(() -> one.stats().queued() == 0);
        Awaitility.await().pollInterval(LOOK).until(() -> two.use(theirs) instanceof PurgeVerdict.Hard);
    }

    @Test
    void reports_of_a_purge_go_on_after_the_answer() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        one.wire().cut();
        Awaitility.await().until(() -> one.stats().link() == ClusterStats.Link.AWAY);
        Delivery.InForce delivery = one.purge("t");
        assertThat(TestNode.reports(delivery)).containsEntry("two", State.QUEUED);

        one.wire().mend();

        Awaitility.await().until(() -> TestNode.reports(delivery).get("two") == State.APPLIED);
        assertThat(losses(two)).isEqualTo(FIRST_CONTACT_ALONE);
    }

    @Test
    void node_that_starts_without_redis_validates_what_it_had_and_follows_when_it_comes() {
        TestNode one = cluster.node("one");
        StoredHead stored = one.stored("t");
        one.stop();
        cluster.redis().kill();
        one.start();
        assertThat(one.use(stored)).isInstanceOf(PurgeVerdict.Invalidated.class);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> one.stats().link() == ClusterStats.Link.AWAY);
        assertThat(one.use(stored)).isInstanceOf(PurgeVerdict.Invalidated.class);

        cluster.redis().startAgain();
        one.awaitFollowing();

        // It is another log now, without a memory of the old one.
        assertThat(one.use(stored)).isInstanceOf(PurgeVerdict.Hard.class);
        assertThat(one.stats().losses()).contains(new ClusterStats.Losses("new-epoch", 1));
    }

    @Test
    void node_whose_lease_is_off_serves_on() {
        TestNode one = cluster.node("one", Optional.empty());
        StoredHead stored = one.stored("t");
        cluster.redis().kill();
        Awaitility.await().until(() -> one.stats().link() == ClusterStats.Link.AWAY);
        assertThat(one.use(stored)).isEqualTo(PurgeVerdict.NOT);
        one.stop();
        one.start();
        assertThat(one.use(stored)).isEqualTo(PurgeVerdict.NOT);
    }

    @Test
    void purges_of_all_nodes_at_once_are_applied_by_all() {
        List<TestNode> all = List.of(cluster.node("one"), cluster.node("two"), cluster.node("three"));
        List<List<StoredHead>> stored = new ArrayList<>();
        for (TestNode node : all) {
            List<StoredHead> heads = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                heads.add(node.stored("t" + i));
            }
            stored.add(heads);
        }
        List<Delivery.InForce> deliveries = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            deliveries.add(all.get(i % 3).purge("t" + i));
        }
        deliveries.forEach(delivery -> assertThat(settled(delivery)).isEqualTo(Settlement.EVERYWHERE));
        for (int n = 0; n < 3; n++) {
            TestNode node = all.get(n);
            assertThat(stored.get(n))
                    .allMatch(head ->
                            node.log().judge(head, new PurgeCursor(head.stamp().seq())) instanceof PurgeVerdict.Hard);
        }
    }
}
