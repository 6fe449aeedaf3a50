package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.head;
import static io.skerry.cache.store.tiered.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.store.SweepDepth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of shards that are deleted or replaced under a running store: the maps would go on, and end with the process. */
class LostShardTest {

    private static final int LENGTH = 2_000;

    @TempDir
    Path folder;

    private final PurgeScript purges = new PurgeScript(Samples.INCARNATION);
    private TieredStore store;
    private StoreDriver driver;

    @BeforeEach
    void openWithARecordInEachKindOfShard() {
        open();
        driver.put(head("/small"), body("/small", 1, LENGTH));
        driver.put(head("/large"), body("/large", 1, 20 * LENGTH));
        driver.awaitWritten();
        assertThat(store.stats().disk().entries()).isEqualTo(2);
    }

    @AfterEach
    void nothing_leaks() {
        driver.closeWithoutLeaks();
    }

    private void open() {
        store = Arrangement.MEMORY_AND_DISK.open(folder, purges);
        driver = new StoreDriver(store);
    }

    @Test
    void shards_that_were_deleted_are_made_anew_and_what_is_stored_then_outlives_the_process() throws IOException {
        for (Path shard : shards()) {
            Files.delete(shard);
        }
        awaitRenewed();

        whatIsStoredNowOutlivesTheProcess();
    }

    @Test
    void shards_that_were_replaced_by_their_copies_are_made_anew_and_what_is_stored_then_outlives_the_process()
            throws IOException {
        for (Path shard : shards()) {
            Path copy = Files.copy(shard, folder.resolve("copy"));
            Files.move(copy, shard, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        awaitRenewed();

        whatIsStoredNowOutlivesTheProcess();
    }

    @Test
    void folder_that_was_moved_away_and_back_keeps_what_is_in_it_and_another_in_its_place_is_left_alone()
            throws IOException {
        Path elsewhere = folder.resolveSibling(folder.getFileName() + "-moved");
        Files.move(folder, elsewhere);
        Files.createDirectories(folder);
        Path othersLock = Files.createFile(folder.resolve("lock"));
        nothingIsLostWhileTheKeeperLooks();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("what lies in the other folder").containsExactly(othersLock);
        }

        Files.delete(othersLock);
        Files.delete(folder);
        Files.move(elsewhere, folder);
        nothingIsLostWhileTheKeeperLooks();
        driver.closeWithoutLeaks();
        open();
        assertThat(driver.get(key("/small"))).contains(body("/small", 1, LENGTH));
        assertThat(driver.get(key("/large"))).contains(body("/large", 1, 20 * LENGTH));
    }

    /** It looks at one shard a second. */
    private void nothingIsLostWhileTheKeeperLooks() {
        Awaitility.await()
                .during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(20))
                .until(() -> store.stats().disk().entries() == 2);
    }

    private List<Path> shards() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("shards"))) {
            return files.filter(file -> file.toString().endsWith(".map")).toList();
        }
    }

    /** Each shard has lost what it held, and a pass over the store comes to its end. */
    private void awaitRenewed() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> store.stats().disk().entries() == 0
                        && !store.stats().health().alarm());
        assertThat(store.sweep(SweepDepth.RETIRE, Instant.MIN, () -> true).comparedUpTo())
                .isPresent();
    }

    private void whatIsStoredNowOutlivesTheProcess() {
        driver.put(head("/after"), body("/after", 1, LENGTH));
        driver.awaitWritten();
        driver.closeWithoutLeaks();
        open();
        assertThat(driver.get(key("/after"))).contains(body("/after", 1, LENGTH));
    }
}
