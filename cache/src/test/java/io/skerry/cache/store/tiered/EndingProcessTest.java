package io.skerry.cache.store.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.ChildJvm;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.StoreUnusable;
import java.nio.file.Path;
import java.util.Set;
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

        assertThat(String.join("\n", ChildJvm.said(TooLate.class, folder.toString())))
                .contains("Shutdown in progress");

        StoreDriver after = open();
        for (int i = 0; i < RECORDS; i++) {
            assertThat(after.get(Samples.key("/" + i))).hasValue(Samples.body("/" + i, 1, LENGTH));
        }
        after.closeWithoutLeaks();
    }

    private StoreDriver open() {
        return new StoreDriver(Arrangement.MEMORY_AND_DISK.open(folder, new PurgeScript(Samples.INCARNATION)));
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
