package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.edge.testing.RedisServer;
import io.skerry.edge.testing.RequiredTool;
import io.skerry.edge.testing.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of a cluster while a new routes file is rolled out: the answer to a purge holds for the node with the old one as well. */
@Timeout(60)
@RequiresTool(RequiredTool.REDIS)
class DifferentFilesScenarioTest {

    private static final String OLD =
            "{ name: shop, hosts: [a.test, b.test], routes: [ { origin: o, cache: standard } ] }";
    private static final String RENAMED =
            "{ name: store, hosts: [a.test, b.test], key: { host: shared }, routes: [ { origin: o, cache: sorted } ] }";

    @TempDir
    private Path folder;

    private final VersionedOrigin origin = new VersionedOrigin();
    private RedisServer redis;
    private RunningEdge before;
    private RunningEdge after;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    DifferentFilesScenarioTest() {}

    @BeforeEach
    void start() throws Exception {
        origin.start();
        redis = RedisServer.start(folder);
        before = edge("before", OLD);
        after = edge("after", RENAMED);
        awaitMembers(before);
        awaitMembers(after);
    }

    @AfterEach
    void stop() {
        before.close();
        after.close();
        redis.close();
        origin.close();
    }

    @Test
    void purge_of_a_url_reaches_the_node_where_its_site_has_another_name() throws Exception {
        assertPurgedOn(before, after, "http://a.test/plain/p");
        assertPurgedOn(after, before, "http://a.test/plain/p");
    }

    @Test
    void purge_of_a_url_reaches_the_node_that_knows_it_by_its_own_host_and_as_it_was_asked_for() throws Exception {
        assertPurgedOn(before, after, "http://b.test/plain/p?b=1&a=2");
    }

    private void assertPurgedOn(RunningEdge stored, RunningEdge asked, String url) throws Exception {
        String host = url.substring("http://".length(), url.indexOf('/', "http://".length()));
        String path = url.substring("http://".length() + host.length());
        assertThat(stored.get(path, "Host", host).statusCode()).isEqualTo(200);
        assertThat(RunningEdge.cacheStatus(stored.get(path, "Host", host))).contains("hit");

        String answer = asked.purge("{\"files\":[\"" + url + "\"]}").body();

        assertThat(answer).contains("\"complete\":true");
        assertThat(RunningEdge.cacheStatus(stored.get(path, "Host", host))).doesNotContain("hit");
    }

    private RunningEdge edge(String name, String site) throws Exception {
        Path own = Files.createDirectories(folder.resolve(name));
        return RunningEdge.start(own, """
                    cluster: { redis: "redis://127.0.0.1:%d", node: %s }
                    cachePolicies: { sorted: { key: { query: { sort: true } } } }
                    origins: { o: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
                    sites: [ %s ]
                    """.formatted(redis.port(), name, origin.port(), site));
    }

    private static void awaitMembers(RunningEdge edge) {
        await().atMost(Duration.ofSeconds(20)).until(() -> hasPeer(edge));
    }

    private static boolean hasPeer(RunningEdge edge) throws IOException, InterruptedException {
        String metrics = edge.metrics();
        return metrics.contains("skerry_cluster_lease 1.0") && metrics.contains("skerry_cluster_lag{");
    }
}
