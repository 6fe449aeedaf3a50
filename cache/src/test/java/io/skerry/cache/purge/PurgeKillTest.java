package io.skerry.cache.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that purges is killed again and again: every purge that it answered is in force afterwards. */
@Timeout(120)
class PurgeKillTest {

    private static final int KILLS = 8;

    @TempDir
    Path folder;

    @Test
    void every_acknowledged_purge_survives_kill_9() throws Exception {
        Random random = new Random(51);
        long incarnation = 0;
        List<String> acknowledged = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged.addAll(purgeUntilKilled(kill, 1 + random.nextInt(400)));
            try (PurgeLog log = PurgeLog.open(folder, InstantSource.system())) {
                assertThat(log.recovery()).isInstanceOf(JournalRecovery.Replayed.class);
                assertThat(kill == 0 || log.incarnation() == incarnation).isTrue();
                incarnation = log.incarnation();
                assertInForce(log, acknowledged);
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(KILLS);
    }

    @Test
    void second_process_is_refused_even_after_the_journal_was_read_meanwhile() throws Exception {
        try (PurgeLog log = PurgeLog.open(folder, InstantSource.system())) {
            // A descriptor of the journal that is closed again must not take the lock along.
            assertThat(PurgeLog.page(folder, 0, 10).newest())
                    .isEqualTo(log.stats().lastRecord());
            assertThat(purgeUntilKilled(0, 1)).isEmpty();
        }
    }

    private static void assertInForce(PurgeLog log, List<String> tags) {
        JournalStamp start = new JournalStamp(log.incarnation(), 0);
        for (String tag : tags) {
            assertThat(log.judge(Heads.of("https://a.example/").tags(tag).at(start), new PurgeCursor(0)))
                    .as(tag)
                    .isInstanceOf(PurgeVerdict.Hard.class);
        }
        assertThat(log.judge(Heads.of("https://a.example/").tags("never").at(start), new PurgeCursor(0)))
                .isEqualTo(PurgeVerdict.NOT);
    }

    private List<String> purgeUntilKilled(int kill, int answers) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PurgingProcess.class.getName(),
                        folder.toString(),
                        "k" + kill + "-")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // A line without its end was cut by the kill, and its purge was not answered.
                if (line.endsWith(".")) {
                    acknowledged.add(line.substring(0, line.length() - 1));
                }
                if (acknowledged.size() == answers) {
                    // By its handle: the process itself would close the output that is still to be read.
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        return acknowledged;
    }

    /** Purges one tag after the other, many at a time, and names each on its output when it was answered. */
    static final class PurgingProcess {

        private PurgingProcess() {}

        public static void main(String[] arguments) throws IOException {
            PurgeLog log = PurgeLog.open(Path.of(arguments[0]), InstantSource.system());
            for (int worker = 0; worker < 4; worker++) {
                String prefix = arguments[1] + worker + "-";
                Thread.ofPlatform().start(() -> purgeForEver(log, prefix));
            }
        }

        private static void purgeForEver(PurgeLog log, String prefix) {
            for (int i = 0; ; i++) {
                String tag = prefix + i;
                List<PurgeSelector> selectors = List.of(new PurgeSelector.Tag(tag, Optional.empty()));
                if (log.purge(selectors, PurgeMode.HARD).toCompletableFuture().join() instanceof PurgeReceipt.InForce) {
                    System.out.println(tag + ".");
                }
            }
        }
    }
}
