package io.skerry.edge.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.edge.testing.RedisServer;
import io.skerry.edge.testing.RequiredTool;
import io.skerry.edge.testing.RequiresTool;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Two nodes of one name around a real Redis. */
@Timeout(60)
@RequiresTool(RequiredTool.REDIS)
class NamesakeTest {

    private static final Duration LEASE = Duration.ofMillis(1_500);

    @TempDir
    private Path folder;

    private RedisServer redis;
    private final List<TestNode> nodes = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // Set before each test.
    NamesakeTest() {}

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
    void second_node_of_one_name_is_not_taken_for_the_first() {
        TestNode one = following();
        TestNode namesake = node(folder.resolve("elsewhere"));

        Awaitility.await().until(() -> namesake.stats().link() == ClusterStats.Link.NAME_TAKEN);

        assertThat(namesake.use(namesake.stored("t"))).isInstanceOf(PurgeVerdict.Invalidated.class);
        assertThat(one.stats().link()).isEqualTo(ClusterStats.Link.FOLLOWING);
    }

    /** A Redis that takes nothing (no memory left, a replica) ends each session as soon as it begins, as a namesake does. */
    @Test
    void what_keeps_a_node_from_the_log_is_said_once() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger(PurgeCluster.class);
        logger.addAppender(lines);
        try {
            TestNode one = following();
            TestNode namesake = node(folder.resolve("elsewhere"));
            Awaitility.await().until(() -> namesake.stats().link() == ClusterStats.Link.NAME_TAKEN);
            Thread.sleep(700);

            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .filteredOn(line -> line.contains("is lost"))
                    .singleElement()
                    .asString()
                    .contains("another node of the cluster is called one");
            assertThat(one.stats().link()).isEqualTo(ClusterStats.Link.FOLLOWING);
        } finally {
            logger.detachAppender(lines);
        }
    }

    /** As a second node of the name does when it is shut down: purges would no longer wait for the first. */
    @Test
    void namesake_neither_takes_the_first_out_of_the_members_nor_acknowledges_for_it() throws Exception {
        TestNode one = following();
        Identity namesake = new Identity("one", one.log().incarnation() + 1, Optional.of(LEASE));
        Vertx vertx = Vertx.vertx();
        try {
            ClusterLink link = ClusterLink.open(vertx, "redis://127.0.0.1:" + redis.port(), broken -> {})
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, SECONDS);
            MemberTable table = link.acknowledge(namesake, new ClusterPosition(7, 1_000, 0, 0))
                    .compose(done -> link.leave(namesake))
                    .compose(left -> link.table())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, SECONDS);

            assertThat(table.members()).singleElement().satisfies(member -> {
                assertThat(member.instance()).isEqualTo(one.log().incarnation());
                assertThat(member.seq()).isLessThan(1_000);
            });
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
        }
    }

    /** A replacement whose lease is set to less: by its own measure the first has been silent for too long. */
    @Test
    void name_is_not_given_to_another_while_the_first_may_hold_its_lease() throws Exception {
        TestNode one = following();
        one.wire().silence();
        Thread.sleep(400);
        Identity impatient = new Identity("one", one.log().incarnation() + 1, Optional.of(Duration.ofMillis(300)));
        Vertx vertx = Vertx.vertx();
        try {
            ClusterLink link = ClusterLink.open(vertx, "redis://127.0.0.1:" + redis.port(), broken -> {})
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, SECONDS);
            Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> {
                boolean taken = link.sync(impatient, ClusterPosition.NONE)
                        .map(false)
                        .otherwise(true)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, SECONDS);
                if (!taken) {
                    assertThat(one.use(one.stored("t"))).isInstanceOf(PurgeVerdict.Invalidated.class);
                }
                return !taken;
            });
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
        }
    }

    private TestNode following() {
        TestNode node = node(folder);
        node.awaitFollowing();
        return node;
    }

    private TestNode node(Path in) {
        TestNode node = new TestNode("one", in, redis.port(), Optional.of(LEASE));
        nodes.add(node);
        return node;
    }
}
