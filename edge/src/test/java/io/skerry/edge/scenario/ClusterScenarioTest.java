package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.edge.oracle.Ask;
import io.skerry.edge.oracle.OracleCatalogue;
import io.skerry.edge.oracle.OracleClient;
import io.skerry.edge.oracle.OracleLedger;
import io.skerry.edge.oracle.OracleLoad;
import io.skerry.edge.oracle.OracleOrigin;
import io.skerry.edge.oracle.OraclePurger;
import io.skerry.edge.oracle.OracleResult;
import io.skerry.edge.oracle.OracleTally;
import io.skerry.edge.testing.RedisServer;
import io.skerry.edge.testing.RequiredTool;
import io.skerry.edge.testing.RequiresTool;
import io.skerry.edge.testing.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three edges and a real Redis, judged by the oracle: what was purged on one is served by none, whatever happens between them. */
@Timeout(120)
@RequiresTool(RequiredTool.REDIS)
class ClusterScenarioTest {

    private static final List<String> NAMES = List.of("one", "two", "three");

    @TempDir
    private Path folder;

    private final OracleLedger ledger = new OracleLedger();
    private final OracleOrigin origin = OracleOrigin.start(ledger);
    private final OracleCatalogue catalogue = OracleCatalogue.mixed(List.of("a.test", "b.test"), 40);
    private final List<Wire> wires = new ArrayList<>();
    private final List<RunningEdge> edges = new ArrayList<>();
    private RedisServer redis;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    ClusterScenarioTest() {}

    @BeforeEach
    void start() throws Exception {
        redis = RedisServer.start(folder);
        for (String name : NAMES) {
            wires.add(Wire.to(redis.port()));
            edges.add(edge(name));
        }
        for (RunningEdge edge : edges) {
            awaitReady(edge);
        }
        await().until(() -> edges.getFirst()
                        .metrics()
                        .lines()
                        .filter(line -> line.startsWith("skerry_cluster_lag{"))
                        .count()
                == NAMES.size() - 1);
    }

    @AfterEach
    void stop() {
        edges.forEach(RunningEdge::close);
        wires.forEach(Wire::close);
        redis.close();
        origin.close();
    }

    @Test
    void purge_on_any_node_is_in_force_on_all_of_them_before_it_is_answered() throws Exception {
        List<OraclePurger> purgers = List.of(purger(0), purger(1), purger(2));
        Random random = new Random(7);
        List<OracleLoad> loads = loads();
        int acknowledged = 0;
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (System.nanoTime() < end) {
            OraclePurger.Answer answer = purgers.get(acknowledged % 3).any(random);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            acknowledged++;
        }
        purgers.forEach(OraclePurger::close);
        List<OracleResult> results = loads.stream().map(OracleLoad::stop).toList();
        System.out.println("three nodes, " + acknowledged + " purges: " + results);

        assertThat(results).allMatch(OracleResult::isClean).allMatch(result -> result.complete() > 50);
        assertThat(acknowledged).isGreaterThan(20);
    }

    @Test
    void answer_names_every_node_and_what_it_has_done() throws Exception {
        String answer = edges.getFirst().purge("{\"tags\":[\"t\"]}").body();
        assertThat(answer)
                .contains("\"node\":\"one\",\"status\":\"applied\"")
                .contains("\"node\":\"two\",\"status\":\"applied\"")
                .contains("\"node\":\"three\",\"status\":\"applied\"");
    }

    @Test
    void node_cut_off_under_load_serves_nothing_stale_after_an_answer() throws Exception {
        List<OracleLoad> loads = loads();
        wires.get(2).silence();
        Random random = new Random(8);
        int everywhere = 0;
        int later = 0;
        try (OraclePurger purger = purger(0)) {
            for (int i = 0; i < 12; i++) {
                int status = purger.any(random).status();
                everywhere += status == 200 ? 1 : 0;
                later += status == 202 ? 1 : 0;
            }
        }
        wires.get(2).mend();
        awaitReady(edges.get(2));
        OracleTally caughtUp = askedAll(edges.get(2));
        List<OracleResult> results = loads.stream().map(OracleLoad::stop).toList();
        System.out.println("one node cut off, " + everywhere + " purges everywhere, " + later + " later: " + results);

        assertThat(results).allMatch(OracleResult::isClean);
        assertThat(everywhere).isPositive();
        assertThat(everywhere + later).isEqualTo(12);
        assertThat(caughtUp.result().isClean()).isTrue();
    }

    @Test
    void purges_made_while_a_node_was_down_are_in_force_when_it_is_ready() throws Exception {
        edges.forEach(this::askedAll);
        edges.get(2).close();
        Random random = new Random(9);
        try (OraclePurger purger = purger(0)) {
            for (int i = 0; i < 200; i++) {
                assertThat(purger.any(random).status()).isEqualTo(200);
            }
        }
        edges.set(2, edge("three"));
        awaitReady(edges.get(2));

        OracleResult after = askedAll(edges.get(2)).result();

        assertThat(after.isClean()).as(after.toString()).isTrue();
        assertThat(after.failed()).isZero();
    }

    @Test
    void without_redis_a_purge_says_that_it_is_queued_and_traffic_goes_on() throws Exception {
        askedAll(edges.getFirst());
        redis.kill();
        await().until(() -> edges.getFirst().metrics().contains("skerry_cluster_connected 0.0"));

        String answer = edges.getFirst().purge("{\"tags\":[\"t\"]}").body();

        assertThat(answer).contains("\"node\":\"one\",\"status\":\"applied\"").contains("\"status\":\"queued\"");
        await().until(() -> edges.getFirst().metrics().contains("skerry_cluster_lease 0.0"));
        OracleResult meanwhile = askedAll(edges.getFirst()).result();
        assertThat(meanwhile.isClean()).isTrue();
        assertThat(meanwhile.failed()).as(meanwhile.toString()).isZero();
        redis.startAgain();
        awaitReady(edges.getFirst());
        await().until(() -> edges.getFirst().metrics().contains("skerry_cluster_queued 0.0"));
    }

    private List<OracleLoad> loads() {
        return edges.stream()
                .map(edge -> OracleLoad.start(address(edge), ledger, catalogue::any, 3, 100))
                .toList();
    }

    private OracleTally askedAll(RunningEdge edge) {
        OracleTally tally = new OracleTally();
        try (OracleClient client = new OracleClient(address(edge), ledger)) {
            catalogue.urls().forEach(url -> tally.add(client.ask(Ask.get(url))));
        }
        return tally;
    }

    private static InetSocketAddress address(RunningEdge edge) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), edge.node().httpPort());
    }

    private OraclePurger purger(int edge) throws IOException {
        String token = Files.readString(folder.resolve(NAMES.get(edge)).resolve("cache/admin-token"))
                .strip();
        URI endpoint = URI.create("http://127.0.0.1:" + edges.get(edge).node().adminPort() + "/purge");
        return new OraclePurger(endpoint, token, ledger, catalogue);
    }

    private RunningEdge edge(String name) throws Exception {
        Path own = Files.createDirectories(folder.resolve(name));
        return RunningEdge.start(
                own, """
                    cluster: { redis: "redis://127.0.0.1:%d", node: %s, lease: 1s }
                    origins: { oracle: { targets: [ { url: "%s" } ] } }
                    sites:
                      - { name: a, hosts: [a.test], routes: [ { origin: oracle, cache: standard } ] }
                      - { name: b, hosts: [b.test], routes: [ { origin: oracle, cache: standard } ] }
                    """.formatted(wires.get(NAMES.indexOf(name)).port(), name, origin.url()));
    }

    private static void awaitReady(RunningEdge edge) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> edge.metrics().contains("skerry_cluster_connected 1.0")
                        && edge.metrics().contains("skerry_cluster_lease 1.0"));
    }
}
