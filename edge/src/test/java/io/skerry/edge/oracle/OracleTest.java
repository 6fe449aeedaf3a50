package io.skerry.edge.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.oracle.CheatingProxy.Cheat;
import io.skerry.edge.oracle.Verdict.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The oracle judges itself: it must find every cheat, and accuse no honest edge. */
@Timeout(60)
class OracleTest {

    private static final int LENGTH = 5_000;

    private final OracleLedger ledger = new OracleLedger();
    private final OracleOrigin origin = OracleOrigin.start(ledger);

    @AfterEach
    void close() {
        origin.close();
    }

    @Test
    void an_honest_cache_is_clean_before_and_after_a_purge() throws IOException {
        try (CheatingProxy proxy = new CheatingProxy(Cheat.NONE, origin)) {
            List<Verdict> verdicts = twoRounds(proxy);

            assertThat(verdicts).extracting(Verdict::kind).containsOnly(Kind.COMPLETE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FLIPS_A_BIT, CORRUPT",
        "MIXES_VERSIONS, CORRUPT",
        "KEEPS_THE_OLD_HEAD, CORRUPT",
        "CUTS_CLEANLY, CORRUPT",
        "FORGETS_PURGES, STALE",
        "SHARES_SITES, FOREIGN",
        "IGNORES_VARY, FOREIGN",
        "SHARES_PRIVATE, FOREIGN",
        "SHARES_AUTHORIZED, FOREIGN",
        "SHARES_COOKIES, FOREIGN"
    })
    void a_cheating_cache_is_found_out(Cheat cheat, Kind kind) throws IOException {
        try (CheatingProxy proxy = new CheatingProxy(cheat, origin)) {
            assertThat(twoRounds(proxy)).extracting(Verdict::kind).contains(kind);
        }
    }

    @ParameterizedTest
    @EnumSource(Behaviour.class)
    void the_origin_itself_is_clean_whatever_it_is_told_to_do(Behaviour behaviour) {
        OracleUrl url = OracleUrl.of("a.test", "x", LENGTH, behaviour);
        try (OracleClient client = new OracleClient(direct(), ledger)) {
            assertThat(client.ask(Ask.get(url).in("de").as("Bearer u1")).kind()).isEqualTo(Kind.COMPLETE);
            assertThat(client.ask(Ask.get(url).headOnly()).kind()).isEqualTo(Kind.COMPLETE);
            ledger.publish(url);
            assertThat(client.ask(Ask.get(url)).version()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DIES_MID_BODY, BROKEN",
        "ANNOUNCES_MORE, BROKEN",
        "BREAKS_CHUNKING, BROKEN",
        "NO_ANSWER, FAILED",
        "ANSWERS_503, FAILED",
        "ANNOUNCES_LESS, COMPLETE",
        "SLOW, COMPLETE"
    })
    void a_fault_shows_as_what_it_is_and_never_as_corruption(OriginFault fault, Kind kind) {
        OracleUrl url = OracleUrl.of("a.test", "x", LENGTH);
        origin.fails(fault, 100);
        try (OracleClient client = new OracleClient(direct(), ledger)) {
            assertThat(shown(fault, client.ask(Ask.get(url)))).isEqualTo(kind);
            origin.recovers();
            client.disconnect();
            assertThat(client.ask(Ask.get(url)).kind()).isEqualTo(Kind.COMPLETE);
        }
    }

    @Test
    void an_origin_that_is_down_fails_and_one_that_comes_up_again_serves() {
        OracleUrl url = OracleUrl.of("a.test", "x", LENGTH);
        try (OracleClient client = new OracleClient(direct(), ledger)) {
            origin.goesDown();
            assertThat(client.ask(Ask.get(url)).kind()).isEqualTo(Kind.FAILED);
            origin.comesUp();
            assertThat(client.ask(Ask.get(url)).kind()).isEqualTo(Kind.COMPLETE);
        }
    }

    @Test
    void a_share_of_faults_is_that_share() throws InterruptedException {
        OracleUrl url = OracleUrl.of("a.test", "x", LENGTH);
        origin.fails(OriginFault.ANSWERS_503, 20);
        int failed = 0;
        try (OracleClient client = new OracleClient(direct(), ledger)) {
            for (int i = 0; i < 100; i++) {
                failed += client.ask(Ask.get(url)).kind() == Kind.FAILED ? 1 : 0;
            }
        }
        assertThat(failed).isEqualTo(20);
    }

    @Test
    void a_version_that_was_never_published_is_corrupt() {
        OracleUrl url = OracleUrl.of("a.test", "x", LENGTH);
        OracleLedger other = new OracleLedger();
        ledger.publish(url);
        try (OracleClient client = new OracleClient(direct(), other)) {
            assertThat(client.ask(Ask.get(url)).kind()).isEqualTo(Kind.CORRUPT);
        }
    }

    @Test
    void a_client_that_leaves_has_seen_nothing_wrong() {
        OracleUrl url = OracleUrl.of("a.test", "x", 1_000_000);
        try (OracleClient client = new OracleClient(direct(), ledger)) {
            assertThat(client.ask(Ask.get(url).leavingAfter(10_000)).kind()).isEqualTo(Kind.LEFT);
        }
    }

    @Test
    void a_load_of_everything_against_the_origin_is_clean_and_quick() throws InterruptedException {
        OracleCatalogue catalogue = OracleCatalogue.mixed(List.of("a.test", "b.test"), 60);
        try (OracleLoad load = OracleLoad.start(direct(), ledger, catalogue::plain, 32, 1)) {
            OracleResult result = load.runFor(Duration.ofSeconds(2));

            assertThat(result.toString()).contains("corrupt 0, stale-after-purge 0, foreign 0, failed 0");
            assertThat(result.complete()).isEqualTo(result.responses()).isGreaterThan(500);
            System.out.println("oracle against its own origin, 2 s: " + result);
        }
    }

    private static Kind shown(OriginFault fault, Verdict verdict) {
        assertThat(verdict.kind()).as(fault + ": " + verdict.detail()).isNotIn(Kind.CORRUPT, Kind.FOREIGN, Kind.STALE);
        return verdict.kind();
    }

    private InetSocketAddress direct() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), origin.port());
    }

    /** Every kind of URL twice, a purge of everything, and all of it again. */
    private List<Verdict> twoRounds(CheatingProxy proxy) {
        List<Verdict> verdicts = new ArrayList<>();
        List<Ask> asks = asks();
        try (OracleClient client = new OracleClient(proxy.address(), ledger)) {
            asks.forEach(ask -> verdicts.add(client.ask(ask)));
            asks.forEach(ask -> verdicts.add(client.ask(ask)));
            asks.forEach(ask -> ledger.publish(ask.url()));
            proxy.purge();
            asks.forEach(ask -> ledger.purged(ask.url(), ledger.version(ask.url())));
            asks.forEach(ask -> verdicts.add(client.ask(ask)));
        }
        return verdicts;
    }

    private static List<Ask> asks() {
        return List.of(
                Ask.get(OracleUrl.of("a.test", "plain", LENGTH)),
                Ask.get(OracleUrl.of("b.test", "plain", LENGTH)),
                Ask.get(OracleUrl.of("a.test", "chunked", LENGTH, Behaviour.CHUNKED)),
                Ask.get(OracleUrl.of("a.test", "words", LENGTH, Behaviour.VARY_LANGUAGE))
                        .in("de"),
                Ask.get(OracleUrl.of("a.test", "words", LENGTH, Behaviour.VARY_LANGUAGE))
                        .in("fr"),
                Ask.get(OracleUrl.of("a.test", "mine", LENGTH, Behaviour.PRIVATE)),
                Ask.get(OracleUrl.of("a.test", "secret", LENGTH, Behaviour.NO_STORE)),
                Ask.get(OracleUrl.of("a.test", "account", LENGTH, Behaviour.AUTHORIZATION))
                        .as("Bearer u1"),
                Ask.get(OracleUrl.of("a.test", "account", LENGTH, Behaviour.AUTHORIZATION))
                        .as("Bearer u2"),
                Ask.get(OracleUrl.of("a.test", "cookie", LENGTH, Behaviour.COOKIE)));
    }
}
