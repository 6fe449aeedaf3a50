package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.edge.oracle.Ask;
import io.skerry.edge.oracle.Behaviour;
import io.skerry.edge.oracle.OracleCatalogue;
import io.skerry.edge.oracle.OracleClient;
import io.skerry.edge.oracle.OracleLedger;
import io.skerry.edge.oracle.OracleLoad;
import io.skerry.edge.oracle.OracleOrigin;
import io.skerry.edge.oracle.OraclePurger;
import io.skerry.edge.oracle.OraclePurger.Mode;
import io.skerry.edge.oracle.OracleResult;
import io.skerry.edge.oracle.OracleUrl;
import io.skerry.edge.oracle.OriginFault;
import io.skerry.edge.oracle.Verdict;
import io.skerry.edge.oracle.Verdict.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One edge, judged by the oracle through load, purges and faults. */
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class OracleScenarioTest {

    private static final OracleCatalogue CATALOGUE = OracleCatalogue.mixed(ForkedEdge.SITES, 80);

    private final OracleLedger ledger = new OracleLedger();
    private final OracleOrigin origin = OracleOrigin.start(ledger);
    private ForkedEdge edge;
    private OraclePurger purger;

    @SuppressWarnings("NullAway.Init") // Both are set before the first test.
    OracleScenarioTest() {}

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        edge = ForkedEdge.start(folder, origin);
        purger = new OraclePurger(edge.purgeEndpoint(), edge.token(), ledger, CATALOGUE);
    }

    @AfterEach
    void recover() {
        origin.recovers();
    }

    @AfterAll
    void stop() {
        purger.close();
        edge.close();
        origin.close();
    }

    @Test
    void mixed_load_with_purges_of_every_kind_serves_nothing_stale_foreign_or_corrupt() throws InterruptedException {
        int acknowledged = 0;
        OracleResult result;
        try (OracleLoad load = OracleLoad.start(edge.address(), ledger, CATALOGUE::any, 16, 100)) {
            Random random = new Random(1);
            long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
            while (System.nanoTime() < end) {
                OraclePurger.Answer answer = purger.any(random);
                assertThat(answer.isAcknowledged()).as(answer.body()).isTrue();
                acknowledged++;
            }
            result = load.stop();
        }
        System.out.println("load with " + acknowledged + " purges: " + result);

        assertThat(result.isClean()).as(result.toString()).isTrue();
        assertThat(result.failed()).as(result.toString()).isZero();
        assertThat(acknowledged).isGreaterThan(20);
        assertThat(result.complete()).isGreaterThan(200);
    }

    @Test
    void without_purges_what_may_be_stored_is_served_from_the_store() throws InterruptedException {
        try (OracleLoad load = OracleLoad.start(edge.address(), ledger, CATALOGUE::plain, 8, 200)) {
            OracleResult result = load.runFor(Duration.ofSeconds(3));
            System.out.println("load without purges: " + result);

            assertThat(result.isClean()).as(result.toString()).isTrue();
            assertThat(result.failed()).as(result.toString()).isZero();
            assertThat(result.hits()).isGreaterThan(result.complete() / 3);
        }
    }

    @ParameterizedTest
    @EnumSource(OriginFault.class)
    void a_fault_of_the_origin_is_never_taken_for_content_and_passes(OriginFault fault) throws InterruptedException {
        purger.everything(Mode.HARD);
        origin.fails(fault, 40);
        try (OracleLoad load = OracleLoad.start(edge.address(), ledger, CATALOGUE::any, 8, 300)) {
            OracleResult during = load.runFor(Duration.ofSeconds(2));

            assertThat(during.isClean()).as(fault + ": " + during).isTrue();
            assertThat(during.complete()).as(fault + ": " + during).isPositive();
        }
        origin.recovers();

        assertThat(verdictsOfAll())
                .as("after " + fault)
                .extracting(Verdict::kind)
                .containsOnly(Kind.COMPLETE);
    }

    @Test
    void while_the_origin_is_down_what_is_stored_is_served_and_nothing_wrong() throws InterruptedException {
        verdictsOfAll();
        origin.goesDown();
        try (OracleLoad load = OracleLoad.start(edge.address(), ledger, CATALOGUE::any, 8, 400)) {
            OracleResult down = load.runFor(Duration.ofSeconds(2));

            assertThat(down.isClean()).as(down.toString()).isTrue();
            assertThat(down.hits()).as(down.toString()).isPositive();
            assertThat(down.failed()).as(down.toString()).isPositive();
        } finally {
            origin.comesUp();
        }

        assertThat(verdictsOfAll()).extracting(Verdict::kind).containsOnly(Kind.COMPLETE);
    }

    @Test
    void clients_that_leave_in_the_middle_leave_nothing_open() throws InterruptedException {
        OracleUrl large = OracleUrl.of("a.test", "leaving/large", 6_000_000);
        OracleUrl secret = OracleUrl.of("a.test", "leaving/secret", 6_000_000, Behaviour.NO_STORE);
        try (OracleLoad load = OracleLoad.start(
                edge.address(),
                ledger,
                random -> Ask.get(random.nextBoolean() ? large : secret).leavingAfter(random.nextLong(3_000_000)),
                8,
                500)) {
            OracleResult result = load.runFor(Duration.ofSeconds(3));

            assertThat(result.isClean()).as(result.toString()).isTrue();
            assertThat(result.left()).as(result.toString()).isGreaterThan(20);
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(List.of(
                                edge.metric("skerry_store_leases_open"), edge.metric("skerry_store_sinks_open")))
                        .containsExactly(0.0, 0.0));
    }

    @Test
    void many_clients_on_one_cold_url_make_one_request_to_the_origin() {
        OracleUrl cold = OracleUrl.of("a.test", "cold/herd", 300_000);
        origin.fails(OriginFault.SLOW, 100);

        List<CompletableFuture<Verdict>> herd = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            herd.add(verdict);
            Thread.ofVirtual().start(() -> verdict.complete(asked(Ask.get(cold))));
        }

        assertThat(herd).extracting(f -> f.join().kind()).containsOnly(Kind.COMPLETE);
        assertThat(origin.requestsFor(cold)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void after_a_purge_the_next_request_gets_what_was_published_before_it(Mode mode) throws InterruptedException {
        OracleUrl url = OracleUrl.of("b.test", "purged/" + mode, 20_000, Behaviour.VALIDATED);
        asked(Ask.get(url));
        assertThat(asked(Ask.get(url)).isHit()).isTrue();

        OraclePurger.Answer answer = purger.url(url, mode);

        assertThat(answer.isAcknowledged()).as(answer.body()).isTrue();
        assertThat(asked(Ask.get(url)).version()).isEqualTo(2);
        assertThat(asked(Ask.get(url)).isHit()).isTrue();
        assertThat(origin.requestsFor(url)).isEqualTo(2);
    }

    @Test
    void a_wrong_token_purges_nothing() throws InterruptedException {
        OracleUrl url = OracleUrl.of("b.test", "kept", 20_000);
        asked(Ask.get(url));
        try (OraclePurger stranger = new OraclePurger(edge.purgeEndpoint(), "skerry_pt_wrong", ledger, CATALOGUE)) {
            assertThat(stranger.url(url, Mode.HARD).status()).isEqualTo(401);
        }

        Verdict after = asked(Ask.get(url));
        assertThat(after.isHit()).isTrue();
        assertThat(after.version()).isEqualTo(1);
    }

    private List<Verdict> verdictsOfAll() {
        return CATALOGUE.urls().stream().map(url -> asked(Ask.get(url))).toList();
    }

    private Verdict asked(Ask ask) {
        try (OracleClient client = new OracleClient(edge.address(), ledger)) {
            return client.ask(ask);
        }
    }
}
