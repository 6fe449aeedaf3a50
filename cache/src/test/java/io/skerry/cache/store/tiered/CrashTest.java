package io.skerry.cache.store.tiered;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writing process with SIGKILL and looks at what its store serves at once afterwards, while it recovers. {@code skerry.crashRounds} sets how often. */
class CrashTest {

    private static final int ROUNDS = Integer.getInteger("skerry.crashRounds", 2);
    private static final int ENOUGH = 150;
    private static final long SECURE_NANOS = TimeUnit.SECONDS.toNanos(2);

    @TempDir
    Path folder;

    /** A response that the writer told to be complete, and when. */
    private record Told(int number, long nanos) {}

    @Test
    void what_was_stored_before_a_kill_is_served_and_nothing_of_it_is_wrong() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<Told> told = writeAndKill(round, 700 + 150 * (round % 5));
            long killed = System.nanoTime();
            TieredStore store = Arrangement.MEMORY_AND_DISK.openAtOnce(folder, new PurgeScript(Samples.INCARNATION));
            StoreDriver driver = new StoreDriver(store);
            int secure = 0;
            int found = 0;
            for (Told one : told) {
                String path = CrashWriter.path(round, one.number());
                Optional<byte[]> bytes = driver.get(Samples.key(path));
                if (bytes.isPresent()) {
                    assertThat(bytes.get()).isEqualTo(Samples.body(path, 1, CrashWriter.length(one.number())));
                }
                if (killed - one.nanos() > SECURE_NANOS) {
                    secure++;
                    found += bytes.isPresent() ? 1 : 0;
                }
            }
            StoreDriver.await(store.close());
            assertThat(secure).as("round %d told enough", round).isGreaterThanOrEqualTo(ENOUGH);
            assertThat(found).as("found of %d in round %d", secure, round).isGreaterThanOrEqualTo(secure * 99 / 100);
        }
    }

    /** Until there are enough, and enough of them old enough: on a busy machine the lines arrive in bursts. */
    private static boolean goesOn(List<Told> told, int count) {
        return told.size() < count || System.nanoTime() - told.get(ENOUGH).nanos() < SECURE_NANOS;
    }

    private List<Told> writeAndKill(int round, int count) throws IOException, InterruptedException {
        Process writer = ChildJvm.of(CrashWriter.class, folder.toString(), Integer.toString(round))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<Told> told = new ArrayList<>();
        try (BufferedReader lines = writer.inputReader(UTF_8)) {
            String line = lines.readLine();
            while (line != null && goesOn(told, count)) {
                if (line.chars().allMatch(Character::isDigit)) {
                    told.add(new Told(Integer.parseInt(line), System.nanoTime()));
                }
                line = goesOn(told, count) ? lines.readLine() : line;
            }
        } finally {
            writer.destroyForcibly();
        }
        assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return told;
    }
}
