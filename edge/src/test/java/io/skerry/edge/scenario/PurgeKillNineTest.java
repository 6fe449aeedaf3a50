package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.oracle.Ask;
import io.skerry.edge.oracle.OracleCatalogue;
import io.skerry.edge.oracle.OracleClient;
import io.skerry.edge.oracle.OracleLedger;
import io.skerry.edge.oracle.OracleOrigin;
import io.skerry.edge.oracle.OraclePurger;
import io.skerry.edge.oracle.OracleResult;
import io.skerry.edge.oracle.OracleTally;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A purge, and kill -9 as soon as it is answered: after the restart nothing that was purged is served. {@code -Dskerry.purgeKills}
 * sets the number of kills.
 */
class PurgeKillNineTest {

    private static final int KILLS = Integer.getInteger("skerry.purgeKills", 2);
    private static final List<String> SITE = List.of("a.test");

    private final OracleLedger ledger = new OracleLedger();
    private final OracleCatalogue catalogue = OracleCatalogue.mixed(SITE, 30);

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void what_was_purged_before_a_kill_is_not_served_after_it(@TempDir Path folder) throws Exception {
        Random random = new Random(5);
        OracleTally after = new OracleTally();
        try (OracleOrigin origin = OracleOrigin.start(ledger);
                ForkedEdge edge = ForkedEdge.start(folder, origin);
                OraclePurger purger = new OraclePurger(edge.purgeEndpoint(), edge.token(), ledger, catalogue)) {
            for (int kill = 0; kill < KILLS; kill++) {
                askAll(edge, after);
                for (int i = random.nextInt(4); i >= 0; i--) {
                    OraclePurger.Answer answer = purger.any(random);
                    assertThat(answer.isAcknowledged()).as(answer.body()).isTrue();
                }
                edge.kill();
                edge.startAgain();
                askAll(edge, after);
            }
        }
        OracleResult result = after.result();
        System.out.println(KILLS + " times purged and killed: " + result);
        assertThat(result.isClean()).as(result.toString()).isTrue();
        assertThat(result.failed()).as(result.toString()).isZero();
        assertThat(result.hits())
                .as("what was not purged is still there: " + result)
                .isPositive();
    }

    private void askAll(ForkedEdge edge, OracleTally tally) {
        try (OracleClient client = new OracleClient(edge.address(), ledger)) {
            catalogue.urls().forEach(url -> tally.add(client.ask(Ask.get(url))));
        }
    }
}
