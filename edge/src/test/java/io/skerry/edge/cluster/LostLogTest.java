package io.skerry.edge.cluster;

import static io.skerry.edge.cluster.TestCluster.LEASE;
import static io.skerry.edge.cluster.TestCluster.LOOK;
import static io.skerry.edge.cluster.TestCluster.losses;
import static io.skerry.edge.cluster.TestCluster.settled;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.edge.testing.RequiredTool;
import io.skerry.edge.testing.RequiresTool;
import io.skerry.purgeapi.delivery.Delivery;
import io.skerry.purgeapi.delivery.NodeReport.State;
import io.skerry.purgeapi.delivery.NodeReports.Settlement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rule 11 around a Redis that has lost something of the log, or answers from an old copy of it. */
@Timeout(60)
@RequiresTool(RequiredTool.REDIS)
class LostLogTest {

    @TempDir
    private Path folder;

    private TestCluster cluster;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    LostLogTest() {}

    @BeforeEach
    void start() {
        cluster = new TestCluster(folder);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void flushed_log_makes_every_node_drop_what_it_had_and_say_so() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        StoredHead mine = one.stored("t");
        StoredHead theirs = two.stored("t");

        assertThat(cluster.redis().command("FLUSHALL")).isEqualTo("+OK");

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
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        StoredHead theirs = two.stored("t");
        two.wire().silence();
        assertThat(cluster.redis().command("DEL", Scripts.MEMBERS, Scripts.ACKS))
                .isEqualTo(":2");

        Delivery.InForce delivery = one.purge("t");

        assertThat(settled(delivery)).isEqualTo(Settlement.EVERYWHERE);
        assertThat(two.use(theirs)).isNotEqualTo(PurgeVerdict.NOT);
    }

    /** Redis that was killed reads the copy of hours ago: what it says of a lease is what that was then. */
    @Test
    void member_whose_lease_an_old_copy_of_the_log_says_is_over_is_waited_for() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        StoredHead theirs = two.stored("t");
        two.wire().silence();
        one.wire().cut();
        Awaitility.await().until(() -> one.stats().link() == ClusterStats.Link.AWAY);
        String instance = Long.toHexString(two.log().incarnation());
        long then = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        cluster.redis()
                .command("HSET", Scripts.MEMBERS, "two", instance + " " + (then + LEASE.toMillis()) + " " + then);
        one.wire().mend();
        Awaitility.await().pollInterval(LOOK).until(() -> one.stats().link() == ClusterStats.Link.FOLLOWING);

        Delivery.InForce delivery = one.purge("t");

        assertThat(settled(delivery)).isEqualTo(Settlement.EVERYWHERE);
        assertThat(two.use(theirs)).isNotEqualTo(PurgeVerdict.NOT);
    }

    @Test
    void member_that_came_back_is_waited_for_where_an_old_copy_of_the_log_says_that_it_has_left() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        StoredHead theirs = two.stored("t");
        two.wire().silence();
        one.wire().cut();
        Awaitility.await().until(() -> one.stats().link() == ClusterStats.Link.AWAY);
        long then = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        cluster.redis().command("HDEL", Scripts.MEMBERS, "two");
        cluster.redis().command("ZADD", Scripts.LEFT, Long.toString(then), "two");
        one.wire().mend();
        Awaitility.await().pollInterval(LOOK).until(() -> one.stats().link() == ClusterStats.Link.FOLLOWING);

        Delivery.InForce delivery = one.purge("t");

        assertThat(settled(delivery)).isEqualTo(Settlement.EVERYWHERE);
        assertThat(two.use(theirs)).isNotEqualTo(PurgeVerdict.NOT);
    }

    @Test
    void member_that_has_left_is_not_waited_for_and_one_that_returned_is_not_behind() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
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
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        StoredHead theirs = two.stored("t");
        two.wire().cut();
        Awaitility.await().until(() -> two.stats().link() == ClusterStats.Link.AWAY);
        Delivery.InForce delivery = one.purge("t");
        Awaitility.await().until(() -> one.stats().seq() == 1 && one.stats().queued() == 0);
        one.wire().cut();
        Awaitility.await().until(() -> one.stats().link() == ClusterStats.Link.AWAY);

        // As a replica that has not seen it takes over, and gets another.
        cluster.redis().command("XTRIM", Scripts.STREAM, "MAXLEN", "0");
        cluster.redis().command("HSET", Scripts.META, "seq", "0");
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
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        StoredHead mine = one.stored("kept");
        StoredHead theirs = two.stored("kept");
        two.stop();
        long before = one.stats().seq();
        one.purge("a");
        one.purge("b");
        settled(one.purge("c"));
        // A purge is settled once the log has it; its own node reads the log as the others do.
        Awaitility.await().until(() -> one.stats().seq() >= before + 3);
        cluster.redis().command("XTRIM", Scripts.STREAM, "MAXLEN", "1");

        two.start();
        two.awaitFollowing();

        assertThat(two.use(theirs)).isInstanceOf(PurgeVerdict.Hard.class);
        assertThat(losses(two)).containsExactly(new ClusterStats.Losses("gap", 1));
        assertThat(one.use(mine)).isEqualTo(PurgeVerdict.NOT);
    }

    @Test
    void redis_that_may_evict_the_log_is_known_and_no_more_once_it_may_not() {
        TestNode one = cluster.node("one");
        assertThat(one.stats().evictionPolicy()).isEmpty();
        cluster.redis().command("CONFIG", "SET", "maxmemory", "100mb");
        cluster.redis().command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

        // As it does with what is evicted.
        cluster.redis().command("DEL", Scripts.META);

        Awaitility.await().until(() -> one.stats().evictionPolicy().equals("allkeys-lru"));
        cluster.redis().command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        one.wire().leadTo(cluster.redis().port());
        Awaitility.await().until(() -> one.stats().evictionPolicy().isEmpty());
    }

    @Test
    void stream_emptied_behind_a_nodes_back_is_a_gap_as_well() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        StoredHead theirs = two.stored("kept");
        two.stop();
        settled(one.purge("a"));
        cluster.redis().command("XTRIM", Scripts.STREAM, "MAXLEN", "0");

        two.start();
        two.awaitFollowing();

        assertThat(two.use(theirs)).isInstanceOf(PurgeVerdict.Hard.class);
    }

    @Test
    void log_rolled_back_to_an_old_copy_makes_every_node_drop_what_it_had() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        settled(one.purge("a"));
        settled(one.purge("b"));
        StoredHead theirs = two.stored("kept");
        StoredHead mine = one.stored("kept");

        // As a replica that lost the last write takes over.
        cluster.redis().command("HINCRBY", Scripts.META, "seq", "-1");

        Awaitility.await().pollInterval(LOOK).until(() -> one.use(mine) instanceof PurgeVerdict.Hard);
        Awaitility.await().pollInterval(LOOK).until(() -> two.use(theirs) instanceof PurgeVerdict.Hard);
    }

    @Test
    void old_copy_that_got_as_many_entries_since_vouches_for_nothing() {
        TestNode one = cluster.node("one");
        settled(one.purge("a"));
        settled(one.purge("b"));
        Awaitility.await().until(() -> one.stats().seq() == 2);
        String epoch = Long.toHexString(one.log().peers().position().epoch());
        StoredHead stored = one.stored("kept");
        one.stop();

        // As a replica without the last purge takes over, whose clock is behind, and takes another one.
        cluster.redis().command("DEL", Scripts.STREAM);
        cluster.redis().command("XADD", Scripts.STREAM, "1-0", "e", epoch, "s", "1", "n", "two", "p", "a");
        cluster.redis().command("XADD", Scripts.STREAM, "2-0", "e", epoch, "s", "2", "n", "two", "p", "kept");
        one.start();
        one.awaitFollowing();

        assertThat(one.use(stored)).isInstanceOf(PurgeVerdict.Hard.class);
        assertThat(losses(one)).containsExactly(new ClusterStats.Losses("rolled-back", 1));
    }

    @Test
    void purge_that_redis_took_and_forgot_in_a_crash_is_in_force_all_the_same() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        StoredHead theirs = two.stored("t");
        two.wire().silence();
        one.purge("t");
        // It keeps nothing on disk: what it has taken is gone.
        cluster.redis().kill();
        two.wire().mend();
        cluster.redis().startAgain();
        one.awaitFollowing();
        two.awaitFollowing();
        Awaitility.await().until(() -> one.stats().queued() == 0);
        Awaitility.await().pollInterval(LOOK).until(() -> two.use(theirs) instanceof PurgeVerdict.Hard);
    }

    @Test
    void entry_that_nobody_can_read_drops_everything_instead_of_being_skipped() {
        TestNode one = cluster.node("one");
        StoredHead stored = one.stored("t");
        String epoch = Long.toHexString(one.log().peers().position().epoch());
        cluster.redis().command("HINCRBY", Scripts.META, "seq", "1");
        cluster.redis().command("XADD", Scripts.STREAM, "*", "e", epoch, "s", "1", "n", "x", "p", "nonsense");

        Awaitility.await().pollInterval(LOOK).until(() -> one.use(stored) instanceof PurgeVerdict.Hard);
        one.awaitFollowing();
        assertThat(one.stats().losses()).contains(new ClusterStats.Losses("unreadable", 1));
    }
}
