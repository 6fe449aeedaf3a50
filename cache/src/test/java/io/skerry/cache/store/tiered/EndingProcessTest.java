package io.skerry.cache.store.tiered;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.StoreUnusable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is asked to end while it starts. */
class EndingProcessTest {

    private static final int RECORDS = 50;
    private static final int LENGTH = 3000;

    @TempDir
    Path folder;

    @Test
    void store_that_is_opened_when_the_process_ends_already_takes_nothing_away() throws Exception {
        StoreDriver filling = open();
        for (int i = 0; i < RECORDS; i++) {
            assertThat(filling.put(
                            Samples.head("/" + i, VariantKey.none(), 1, 0, Set.of()), Samples.body("/" + i, 1, LENGTH)))
                    .isEqualTo(new Commit.Stored());
        }
        filling.closeWithoutLeaks();

        assertThat(openedTooLate()).contains("Shutdown in progress");

        StoreDriver after = open();
        for (int i = 0; i < RECORDS; i++) {
            assertThat(after.get(Samples.key("/" + i))).hasValue(Samples.body("/" + i, 1, LENGTH));
        }
        after.closeWithoutLeaks();
    }

    private StoreDriver open() {
        return new StoreDriver(Arrangement.MEMORY_AND_DISK.open(folder, new PurgeScript(Samples.INCARNATION)));
    }

    /** What such a process says. */
    private String openedTooLate() throws IOException, InterruptedException {
        Path options = Path.of(System.getProperty("skerry.home", ".."), "edge", "jvm.options");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + options,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TooLate.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (var output = process.inputReader(UTF_8)) {
            return String.join("\n", output.lines().toList());
        } finally {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Opens the store of a folder when it is ending, as a start does that a signal came before. */
    static final class TooLate {

        private TooLate() {}

        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> openAndClose(Path.of(arguments[0]))));
        }

        private static void openAndClose(Path folder) {
            try {
                StoreDriver.await(Arrangement.MEMORY_AND_DISK
                        .open(folder, new PurgeScript(Samples.INCARNATION))
                        .close());
            } catch (StoreUnusable refused) {
                System.out.println(refused.getMessage());
            }
        }
    }
}
