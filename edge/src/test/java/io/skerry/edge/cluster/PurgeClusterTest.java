package io.skerry.edge.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.edge.testing.RedisServer;
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

    private static final Duration LEASE = Duration.ofMillis(1_500);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final List<ClusterStats.Losses> FIRST_CONTACT_ALONE =
            List.of(new ClusterStats.Losses("first-contact", 1));

    @TempDir
    private Path folder;

    private RedisServer redis;
    private final List<TestNode> nodes = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // Set before each test.
    PurgeClusterTest() {}

    @BeforeEach
    void start() {
        redis = RedisServer.start(folder);
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
        redis.close();
    }

    @Test
    void purge_on_one_node_is_in_force_on_all_before_it_is_answered_as_applied() {
        TestNode one = node("one");
        TestNode two = node("two");
        TestNode three = node("three");
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
        TestNode one = node("one");
        TestNode two = node("two");
        StoredHead stored = two.stored("t");
        settled(one.purge("t", PurgeMode.SOFT));
        assertThat(two.use(stored)).isInstanceOf(PurgeVerdict.Soft.class);
    }

    @Test
    void node_that_was_down_replays_every_purge_before_it_serves_unasked() {
        TestNode one = node("one");
        TestNode two = node("two");
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
        TestNode one = node("one");
        TestNode two = node("two");
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
        TestNode one = node("one");
        TestNode two = node("two");
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
        TestNode one = node("one");
        TestNode two = node("two");
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
        TestNode one = node("one");
        StoredHead stored = one.stored("t");
        one.stop();
        redis.kill();
        one.start();
        assertThat(one.use(stored)).isInstanceOf(PurgeVerdict.Invalidated.class);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> one.stats().link() == ClusterStats.Link.AWAY);
        assertThat(one.use(stored)).isInstanceOf(PurgeVerdict.Invalidated.class);

        redis.startAgain();
        one.awaitFollowing();

        // It is another log now, without a memory of the old one.
        assertThat(one.use(stored)).isInstanceOf(PurgeVerdict.Hard.class);
        assertThat(one.stats().losses()).contains(new ClusterStats.Losses("new-epoch", 1));
    }

    @Test
    void node_whose_lease_is_off_serves_on() {
        TestNode one = new TestNode("one", folder, redis.port(), Optional.empty());
        nodes.add(one);
        one.awaitFollowing();
        StoredHead stored = one.stored("t");
        redis.kill();
        Awaitility.await().until(() -> one.stats().link() == ClusterStats.Link.AWAY);
        assertThat(one.use(stored)).isEqualTo(PurgeVerdict.NOT);
        one.stop();
        one.start();
        assertThat(one.use(stored)).isEqualTo(PurgeVerdict.NOT);
    }

    @Test
    void flushed_log_makes_every_node_drop_what_it_had_and_say_so() {
        TestNode one = node("one");
        TestNode two = node("two");
        StoredHead mine = one.stored("t");
        StoredHead theirs = two.stored("t");

        assertThat(redis.command("FLUSHALL")).isEqualTo("+OK");

        Awaitility.await().pollInterval(LOOK).until(() -> one.use(mine) instanceof PurgeVerdict.Hard);
        Awaitility.await().pollInterval(LOOK).until(() -> two.use(theirs) instanceof PurgeVerdict.Hard);
        one.awaitFollowing();
        two.awaitFollowing();
        assertThat(two.stats().lastLoss()).contains("new-epoch").contains("everything is dropped");
        assertThat(two.use(two.stored("t"))).isEqualTo(PurgeVerdict.NOT);
        StoredHead since = two.stored("t");
        assertThat(settled(one.purge("t"))).isEqualTo(Settlement.EVERYWHERE);
        assertThat(two.use(since)).isInstanceOf(PurgeVerdict.Hard.class);
    }

    /** Deleted by hand, or evicted by a Redis that was told to; the other may not know, and holds its lease. */
    @Test
    void member_of_whom_the_log_knows_nothing_any_more_is_waited_for_until_its_lease_is_over() {
        TestNode one = node("one");
        TestNode two = node("two");
        StoredHead theirs = two.stored("t");
        two.wire().silence();
        assertThat(redis.command("DEL", Scripts.MEMBERS, Scripts.ACKS)).isEqualTo(":2");

        Delivery.InForce delivery = one.purge("t");

        assertThat(settled(delivery)).isEqualTo(Settlement.EVERYWHERE);
        assertThat(two.use(theirs)).isNotEqualTo(PurgeVerdict.NOT);
    }

    /** Redis that was killed reads the copy of hours ago: what it says of a lease is what that was then. */
    @Test
    void member_whose_lease_an_old_copy_of_the_log_says_is_over_is_waited_for() {
        TestNode one = node("one");
        TestNode two = node("two");
        StoredHead theirs = two.stored("t");
        two.wire().silence();
        one.wire().cut();
        Awaitility.await().until(() -> one.stats().link() == ClusterStats.Link.AWAY);
        String instance = Long.toHexString(two.log().incarnation());
        long then = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        redis.command("HSET", Scripts.MEMBERS, "two", instance + " " + (then + LEASE.toMillis()) + " " + then);
        one.wire().mend();
        Awaitility.await().pollInterval(LOOK).until(() -> one.stats().link() == ClusterStats.Link.FOLLOWING);

        Delivery.InForce delivery = one.purge("t");

        assertThat(settled(delivery)).isEqualTo(Settlement.EVERYWHERE);
        assertThat(two.use(theirs)).isNotEqualTo(PurgeVerdict.NOT);
    }

    @Test
    void member_that_has_left_is_not_waited_for_and_one_that_returned_is_not_behind() {
        TestNode one = node("one");
        TestNode two = node("two");
        settled(one.purge("a"));
        two.stop();
        long asked = System.nanoTime();
        assertThat(settled(one.purge("b"))).isEqualTo(Settlement.EVERYWHERE);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(LEASE.dividedBy(2));
        two.start();
        two.awaitFollowing();
        two.stop();
        two.start();
        Awaitility.await().until(() -> one.stats().peers().equals(List.of(new ClusterStats.Peer("two", 0))));
    }

    /** The number of the purge that was lost is another's now, and whoever applied that has not applied this. */
    @Test
    void purge_that_a_lagging_replica_has_lost_is_not_said_to_be_applied_for_its_number() {
        TestNode one = node("one");
        TestNode two = node("two");
        StoredHead theirs = two.stored("t");
        two.wire().cut();
        Awaitility.await().until(() -> two.stats().link() == ClusterStats.Link.AWAY);
        Delivery.InForce delivery = one.purge("t");
        Awaitility.await().until(() -> one.stats().seq() == 1 && one.stats().queued() == 0);
        one.wire().cut();
        Awaitility.await().until(() -> one.stats().link() == ClusterStats.Link.AWAY);

        // As a replica that has not seen it takes over, and gets another.
        redis.command("XTRIM", Scripts.STREAM, "MAXLEN", "0");
        redis.command("HSET", Scripts.META, "seq", "0");
        two.wire().mend();
        two.awaitFollowing();
        two.purge("other");
        Awaitility.await().until(() -> two.stats().seq() == 1 && two.stats().queued() == 0);
        assertThat(two.use(theirs)).isEqualTo(PurgeVerdict.NOT);
        one.wire().mend();

        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> TestNode.reports(delivery).get("two") == State.APPLIED);
        assertThat(two.use(theirs)).isInstanceOf(PurgeVerdict.Hard.class);
    }

    @Test
    void stream_trimmed_past_a_nodes_position_makes_that_node_alone_drop_what_it_had() {
        TestNode one = node("one");
        TestNode two = node("two");
        StoredHead mine = one.stored("kept");
        StoredHead theirs = two.stored("kept");
        two.stop();
        long before = one.stats().seq();
        one.purge("a");
        one.purge("b");
        settled(one.purge("c"));
        // A purge is settled once the log has it; its own node reads the log as the others do.
        Awaitility.await().until(() -> one.stats().seq() >= before + 3);
        redis.command("XTRIM", Scripts.STREAM, "MAXLEN", "1");

        two.start();
        two.awaitFollowing();

        assertThat(two.use(theirs)).isInstanceOf(PurgeVerdict.Hard.class);
        assertThat(losses(two)).containsExactly(new ClusterStats.Losses("gap", 1));
        assertThat(one.use(mine)).isEqualTo(PurgeVerdict.NOT);
    }

    @Test
    void stream_emptied_behind_a_nodes_back_is_a_gap_as_well() {
        TestNode one = node("one");
        TestNode two = node("two");
        StoredHead theirs = two.stored("kept");
        two.stop();
        settled(one.purge("a"));
        redis.command("XTRIM", Scripts.STREAM, "MAXLEN", "0");

        two.start();
        two.awaitFollowing();

        assertThat(two.use(theirs)).isInstanceOf(PurgeVerdict.Hard.class);
    }

    @Test
    void log_rolled_back_to_an_old_copy_makes_every_node_drop_what_it_had() {
        TestNode one = node("one");
        TestNode two = node("two");
        settled(one.purge("a"));
        settled(one.purge("b"));
        StoredHead theirs = two.stored("kept");
        StoredHead mine = one.stored("kept");

        // As a replica that lost the last write takes over.
        redis.command("HINCRBY", Scripts.META, "seq", "-1");

        Awaitility.await().pollInterval(LOOK).until(() -> one.use(mine) instanceof PurgeVerdict.Hard);
        Awaitility.await().pollInterval(LOOK).until(() -> two.use(theirs) instanceof PurgeVerdict.Hard);
    }

    @Test
    void old_copy_that_got_as_many_entries_since_vouches_for_nothing() {
        TestNode one = node("one");
        settled(one.purge("a"));
        settled(one.purge("b"));
        Awaitility.await().until(() -> one.stats().seq() == 2);
        String epoch = Long.toHexString(one.log().peers().position().epoch());
        StoredHead stored = one.stored("kept");
        one.stop();

        // As a replica without the last purge takes over, whose clock is behind, and takes another one.
        redis.command("DEL", Scripts.STREAM);
        redis.command("XADD", Scripts.STREAM, "1-0", "e", epoch, "s", "1", "n", "two", "p", "a");
        redis.command("XADD", Scripts.STREAM, "2-0", "e", epoch, "s", "2", "n", "two", "p", "kept");
        one.start();
        one.awaitFollowing();

        assertThat(one.use(stored)).isInstanceOf(PurgeVerdict.Hard.class);
        assertThat(losses(one)).containsExactly(new ClusterStats.Losses("rolled-back", 1));
    }

    @Test
    void purge_that_redis_took_and_forgot_in_a_crash_is_in_force_all_the_same() {
        TestNode one = node("one");
        TestNode two = node("two");
        StoredHead theirs = two.stored("t");
        two.wire().silence();
        one.purge("t");
        // It keeps nothing on disk: what it has taken is gone.
        redis.kill();
        two.wire().mend();
        redis.startAgain();
        one.awaitFollowing();
        two.awaitFollowing();
        Awaitility.await().until(() -> one.stats().queued() == 0);
        Awaitility.await().pollInterval(LOOK).until(() -> two.use(theirs) instanceof PurgeVerdict.Hard);
    }

    @Test
    void entry_that_nobody_can_read_drops_everything_instead_of_being_skipped() {
        TestNode one = node("one");
        StoredHead stored = one.stored("t");
        String epoch = Long.toHexString(one.log().peers().position().epoch());
        redis.command("HINCRBY", Scripts.META, "seq", "1");
        redis.command("XADD", Scripts.STREAM, "*", "e", epoch, "s", "1", "n", "x", "p", "nonsense");

        Awaitility.await().pollInterval(LOOK).until(() -> one.use(stored) instanceof PurgeVerdict.Hard);
        one.awaitFollowing();
        assertThat(one.stats().losses()).contains(new ClusterStats.Losses("unreadable", 1));
    }

    @Test
    void purges_of_all_nodes_at_once_are_applied_by_all() {
        List<TestNode> all = List.of(node("one"), node("two"), node("three"));
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

    private TestNode node(String name) {
        TestNode node = new TestNode(name, folder, redis.port(), Optional.of(LEASE));
        nodes.add(node);
        node.awaitFollowing();
        // Each has heard of all others.
        for (TestNode known : nodes) {
            Awaitility.await()
                    .pollInterval(LOOK)
                    .until(() -> known.stats().peers().size() == nodes.size() - 1);
        }
        return node;
    }

    private static Settlement settled(Delivery.InForce delivery) {
        try {
            return delivery.reports().settled().toCompletableFuture().get(20, SECONDS);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Those that happened. */
    private static List<ClusterStats.Losses> losses(TestNode node) {
        return node.stats().losses().stream().filter(loss -> loss.count() > 0).toList();
    }
}
