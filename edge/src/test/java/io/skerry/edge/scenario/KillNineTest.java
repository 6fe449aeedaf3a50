package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.oracle.Ask;
import io.skerry.edge.oracle.OracleCatalogue;
import io.skerry.edge.oracle.OracleClient;
import io.skerry.edge.oracle.OracleLedger;
import io.skerry.edge.oracle.OracleLoad;
import io.skerry.edge.oracle.OracleOrigin;
import io.skerry.edge.oracle.OraclePurger;
import io.skerry.edge.oracle.OracleResult;
import io.skerry.edge.oracle.OracleTally;
import io.skerry.edge.oracle.OracleUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 under load, again and again on one cache folder: nothing corrupt, nothing stale after an acknowledged purge, and what
 * had been complete for two seconds is still a hit. {@code -Dskerry.killRounds} sets the number of rounds.
 */
class KillNineTest {

    private static final int ROUNDS = Integer.getInteger("skerry.killRounds", 2);
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final int SETTLED_URLS = 100;

    private final OracleLedger ledger = new OracleLedger();
    private final OracleCatalogue busy = OracleCatalogue.mixed(ForkedEdge.SITES, 80);

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void killed_at_any_moment_it_serves_nothing_wrong_and_loses_next_to_nothing(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (OracleOrigin origin = OracleOrigin.start(ledger);
                ForkedEdge edge = ForkedEdge.start(folder, origin)) {
            for (int round = 1; round <= ROUNDS; round++) {
                round(round, edge, origin);
            }
        }
    }

    private void round(int round, ForkedEdge edge, OracleOrigin origin) throws IOException, InterruptedException {
        List<OracleUrl> settled = settledUrls(round);
        OracleResult load = killedUnderLoad(round, edge, settled);
        Duration start = edge.startAgain();

        long before = origin.received();
        OracleResult kept = askedAll(edge, settled);
        long refetched = origin.received() - before;
        OracleResult everything = askedAll(edge, busy.urls());
        System.out.println("round " + round + ": killed under " + load + "\n  ready after " + start.toMillis()
                + " ms, settled " + kept + ", refetched " + refetched + "\n  everything " + everything);

        assertThat(load.isClean()).as("load of round " + round + ": " + load).isTrue();
        assertThat(kept.complete()).as(kept.toString()).isEqualTo(SETTLED_URLS);
        assertThat(refetched)
                .as("of " + SETTLED_URLS + " responses that were complete " + SETTLED + " before the kill")
                .isLessThanOrEqualTo(SETTLED_URLS / 100);
        assertThat(everything.isClean())
                .as("after round " + round + ": " + everything)
                .isTrue();
        assertThat(everything.failed())
                .as("after round " + round + ": " + everything)
                .isZero();
        assertThat(start).isLessThan(Duration.ofSeconds(30));
    }

    /** Load and purges; then some responses settle while it goes on; then the kill. */
    private OracleResult killedUnderLoad(int round, ForkedEdge edge, List<OracleUrl> settled)
            throws IOException, InterruptedException {
        Random random = new Random(round);
        try (OracleLoad load = OracleLoad.start(edge.address(), ledger, busy::any, 12, 1000L * round);
                OraclePurger purger = new OraclePurger(edge.purgeEndpoint(), edge.token(), ledger, busy)) {
            purgeFor(Duration.ofSeconds(2), purger, random);
            // A purge of everything or of a host would take the settled ones, too; URLs and tags of others do not.
            assertThat(askedAll(edge, settled).complete()).isEqualTo(SETTLED_URLS);
            purgeUrlsFor(SETTLED.plusMillis(random.nextInt(700)), purger, random);
            edge.kill();
            return load.stop();
        }
    }

    private static void purgeFor(Duration time, OraclePurger purger, Random random) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            OraclePurger.Answer answer = purger.any(random);
            assertThat(answer.isAcknowledged()).as(answer.body()).isTrue();
            breathe();
        }
    }

    private void purgeUrlsFor(Duration time, OraclePurger purger, Random random) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            OraclePurger.Answer answer = purger.url(busy.plain(random).url(), OraclePurger.Mode.HARD);
            assertThat(answer.isAcknowledged()).as(answer.body()).isTrue();
            breathe();
        }
    }

    // Some time between purges, so that responses are stored and hit in between. Nothing counts the latch down.
    private static void breathe() throws InterruptedException {
        new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
    }

    private OracleResult askedAll(ForkedEdge edge, List<OracleUrl> urls) {
        OracleTally tally = new OracleTally();
        try (OracleClient client = new OracleClient(edge.address(), ledger)) {
            urls.forEach(url -> tally.add(client.ask(Ask.get(url))));
        }
        return tally.result();
    }

    private static List<OracleUrl> settledUrls(int round) {
        return IntStream.range(0, SETTLED_URLS)
                .mapToObj(i -> OracleUrl.of("a.test", "settled-" + round + "/" + i, 500L + 20L * i * i))
                .toList();
    }
}
