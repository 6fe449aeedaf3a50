package io.skerry.edge.cluster;

import static io.skerry.edge.cluster.TestCluster.LOOK;
import static io.skerry.edge.cluster.TestCluster.settled;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.edge.testing.RedisServer;
import io.skerry.edge.testing.RequiredTool;
import io.skerry.edge.testing.RequiresTool;
import io.skerry.purgeapi.delivery.Delivery;
import io.skerry.purgeapi.delivery.NodeReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rule 11 while two servers are the cluster's log at once: a replica was promoted, and some nodes are still at the old one. */
@Timeout(60)
@RequiresTool(RequiredTool.REDIS)
class SplitLogTest {

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private RedisServer promoted;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    SplitLogTest() {}

    @BeforeEach
    void start() throws IOException {
        cluster = new TestCluster(folder);
        promoted = RedisServer.start(Files.createDirectory(folder.resolve("replica")));
    }

    @AfterEach
    void stop() {
        cluster.close();
        promoted.close();
    }

    @Test
    void purge_that_only_the_old_master_took_is_in_force_at_those_who_had_left_it() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        promoteWithoutTheLastOf(one, two);
        StoredHead theirs = two.stored("t");
        Delivery.InForce delivery = one.purge("t");
        settled(delivery);
        Awaitility.await().until(() -> one.stats().queued() == 0);

        one.wire().leadTo(promoted.port());

        Awaitility.await().pollInterval(LOOK).until(() -> two.use(theirs) instanceof PurgeVerdict.Hard);
        one.awaitFollowing();
        assertThat(one.stats().lastLoss()).contains("new-epoch").contains("others");
    }

    @Test
    void node_that_restarts_on_its_way_from_the_old_master_tells_the_others_all_the_same() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        promoteWithoutTheLastOf(one, two);
        StoredHead theirs = two.stored("t");
        settled(one.purge("t"));
        Awaitility.await().until(() -> one.stats().queued() == 0);
        one.stop();

        one.wire().leadTo(promoted.port());
        one.start();

        Awaitility.await().pollInterval(LOOK).until(() -> two.use(theirs) instanceof PurgeVerdict.Hard);
    }

    @Test
    void purge_that_only_the_old_master_took_is_not_said_to_be_applied_before_it_is() {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        // Holds its lease at the old one, so that the purge is watched.
        TestNode silent = cluster.node("silent");
        promoteWithoutTheLastOf(one, two);
        StoredHead theirs = two.stored("t");
        silent.wire().silence();
        Delivery.InForce delivery = one.purge("t");
        Awaitility.await().pollInterval(LOOK).until(() -> one.stats().queued() == 0);
        assertThat(TestNode.reports(delivery)).containsEntry("two", State.QUEUED);

        one.wire().leadTo(promoted.port());

        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> TestNode.reports(delivery).get("two") == State.APPLIED);
        assertThat(two.use(theirs)).isInstanceOf(PurgeVerdict.Hard.class);
    }

    /** What was read before the new log began is no reason to drop what others have stored since. */
    @Test
    void node_that_comes_from_the_old_master_without_having_heard_anything_since_disturbs_nobody() throws Exception {
        TestNode one = cluster.node("one");
        TestNode two = cluster.node("two");
        loseTheLastOf(one, two);
        Thread.sleep(2_500);
        moveToPromoted(two);
        StoredHead theirs = two.stored("t");

        one.wire().leadTo(promoted.port());
        Awaitility.await().until(() -> one.stats().lastLoss().contains("new-epoch"));
        one.awaitFollowing();
        settled(one.purge("other"));

        assertThat(two.use(theirs)).isEqualTo(PurgeVerdict.NOT);
    }

    /** The replica has not seen the last purge when it is promoted, and the second node is the first to find it. */
    private void promoteWithoutTheLastOf(TestNode one, TestNode two) {
        loseTheLastOf(one, two);
        moveToPromoted(two);
    }

    private void loseTheLastOf(TestNode one, TestNode two) {
        settled(one.purge("first"));
        promoted.command(
                "REPLICAOF", "127.0.0.1", Integer.toString(cluster.redis().port()));
        Awaitility.await().until(() -> promoted.command("XLEN", Scripts.STREAM).equals(":1"));
        promoted.command("REPLICAOF", "NO", "ONE");
        settled(one.purge("last"));
        Awaitility.await().until(() -> two.stats().seq() == 2);
    }

    private void moveToPromoted(TestNode two) {
        two.wire().leadTo(promoted.port());
        Awaitility.await().until(() -> two.stats().lastLoss().contains("rolled-back"));
        two.awaitFollowing();
    }
}
