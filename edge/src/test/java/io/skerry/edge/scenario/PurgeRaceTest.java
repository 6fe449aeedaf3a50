package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.oracle.Ask;
import io.skerry.edge.oracle.Behaviour;
import io.skerry.edge.oracle.OracleCatalogue;
import io.skerry.edge.oracle.OracleLedger;
import io.skerry.edge.oracle.OracleLoad;
import io.skerry.edge.oracle.OracleOrigin;
import io.skerry.edge.oracle.OraclePurger;
import io.skerry.edge.oracle.OraclePurger.Mode;
import io.skerry.edge.oracle.OracleResult;
import io.skerry.edge.oracle.OracleUrl;
import io.skerry.edge.oracle.OriginFault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Purges at random moments of fetches and validations that are under way all the time: the content trickles, half of the URLs are
 * validated at every request, some go to a file. {@code -Dskerry.purgeRaces} sets the number of purges.
 */
@Timeout(300)
class PurgeRaceTest {

    private static final int PURGES = Integer.getInteger("skerry.purgeRaces", 150);
    private static final List<OracleUrl> URLS = List.of(
            OracleUrl.of("a.test", "race/small", 2_000, Behaviour.VALIDATED),
            OracleUrl.of("a.test", "race/middle", 60_000, Behaviour.VALIDATED),
            OracleUrl.of("a.test", "race/chunked", 40_000, Behaviour.CHUNKED),
            OracleUrl.of("a.test", "race/file", 5_000_000),
            OracleUrl.of("a.test", "race/language", 20_000, Behaviour.VARY_LANGUAGE, Behaviour.VALIDATED),
            validatedAlways("race/validated-small", 3_000),
            validatedAlways("race/validated", 50_000));

    private final OracleLedger ledger = new OracleLedger();
    private final OracleCatalogue catalogue = new OracleCatalogue(URLS);

    @Test
    void purges_at_any_offset_of_fetches_and_validations_leave_nothing_stale(@TempDir Path folder) throws Exception {
        try (OracleOrigin origin = OracleOrigin.start(ledger);
                RunningEdge edge = RunningEdge.start(folder, routes(origin));
                OraclePurger purger = purger(folder, edge)) {
            origin.fails(OriginFault.TRICKLES, 60);
            Random random = new Random(3);
            OracleResult result;
            try (OracleLoad load = OracleLoad.start(address(edge), ledger, PurgeRaceTest::ask, 10, 50)) {
                for (int i = 0; i < PURGES; i++) {
                    OraclePurger.Answer answer = purge(purger, random);
                    assertThat(answer.isAcknowledged()).as(answer.body()).isTrue();
                }
                result = load.stop();
            }
            System.out.println(PURGES + " purges in the middle of fetches and validations: " + result);

            assertThat(result.isClean()).as(result.toString()).isTrue();
            assertThat(result.failed()).as(result.toString()).isZero();
            assertThat(result.complete()).isGreaterThan(PURGES / 4);
            edge.node().stop();
            assertThat(edge.node().storeStats().openSinks()).isZero();
        }
    }

    private static OraclePurger.Answer purge(OraclePurger purger, Random random) throws InterruptedException {
        OracleUrl one = URLS.get(random.nextInt(URLS.size()));
        Mode mode = random.nextInt(4) == 0 ? Mode.SOFT : Mode.HARD;
        return switch (random.nextInt(8)) {
            case 0 -> purger.group(one, mode);
            case 1 -> purger.prefix(one, mode);
            case 2 -> purger.everything(mode);
            default -> purger.url(one, mode);
        };
    }

    private static Ask ask(Random random) {
        return Ask.get(URLS.get(random.nextInt(URLS.size())));
    }

    private static OracleUrl validatedAlways(String name, long length) {
        return new OracleUrl("a.test", name, length, 0, Set.of(Behaviour.VALIDATED));
    }

    private static InetSocketAddress address(RunningEdge edge) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), edge.node().httpPort());
    }

    private OraclePurger purger(Path folder, RunningEdge edge) throws Exception {
        String token = Files.readString(folder.resolve("cache/admin-token")).strip();
        URI endpoint = URI.create("http://127.0.0.1:" + edge.node().adminPort() + "/purge");
        return new OraclePurger(endpoint, token, ledger, catalogue);
    }

    private static String routes(OracleOrigin origin) {
        return """
            origins: { oracle: { targets: [ { url: "%s" } ] } }
            sites: [ { name: a, hosts: [a.test], routes: [ { origin: oracle, cache: standard } ] } ]
            """.formatted(origin.url());
    }
}
