package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.NO_INPUTS;
import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.head;
import static io.skerry.cache.store.tiered.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.RefusalCause;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.disk.DiskPace;
import io.skerry.cache.store.tiered.FaultyDisk.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that does not answer: who looks for something there, or reads it, waits for a few seconds and no longer. */
class StandingDiskTest {

    private static final int LENGTH = 3_000_000;
    /** That read, at most. */
    private static final int MOST_THREADS = 8;

    @TempDir
    Path folder;

    private final FaultyDisk disk = new FaultyDisk();
    private TieredStore store;
    private StoreDriver driver;

    @BeforeEach
    void open() {
        store = Arrangement.MEMORY_AND_DISK.open(folder, new PurgeScript(Samples.INCARNATION), new DiskPace(disk, 1));
        driver = new StoreDriver(store);
    }

    @AfterEach
    void nothing_leaks() {
        disk.become(State.WELL);
        driver.closeWithoutLeaks();
    }

    @Test
    void what_is_looked_for_is_a_miss_after_two_seconds_then_at_once_and_found_again_when_the_disk_answers() {
        for (int i = 0; i < MOST_THREADS; i++) {
            driver.put(head("/" + i), body("/" + i, 1, LENGTH));
        }
        driver.awaitWritten();
        disk.become(State.READS_STANDING_STILL);

        var lookups = IntStream.range(0, MOST_THREADS)
                .mapToObj(i -> StoreDriver.beside(() -> driver.lookup(key("/" + i), NO_INPUTS)))
                .toList();
        lookups.forEach(each -> assertThat(StoreDriver.await(each)).isEqualTo(Lookup.NONE));
        assertThat(store.stats().health().alarm()).isTrue();
        long begun = System.nanoTime();
        assertThat(driver.lookup(key("/0"), NO_INPUTS)).isEqualTo(Lookup.NONE);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(store.stats().disk().refusalsBy().get(RefusalCause.UNAVAILABLE))
                .isEqualTo(MOST_THREADS + 1);

        disk.become(State.WELL);
        Awaitility.await().until(() -> !store.stats().health().alarm());
        assertThat(driver.get(key("/0"))).contains(body("/0", 1, LENGTH));
    }

    @Test
    void body_that_cannot_be_read_on_breaks_off_for_the_origin_to_go_on() {
        driver.put(head("/a"), body("/a", 1, LENGTH));
        driver.awaitWritten();
        try (StoredResponse found = driver.find(key("/a"), NO_INPUTS).orElseThrow()) {
            disk.become(State.READS_STANDING_STILL);
            BodyRead.Later read = (BodyRead.Later) found.body().read(LENGTH / 2, 50_000);
            assertThat(StoreDriver.await(read.ready())).isInstanceOf(BodyRead.Failed.class);
        }
    }

    @Test
    void no_page_of_a_shard_is_touched_before_the_disk_has_answered() {
        driver.put(head("/small"), body("/small", 1, 2_000));
        // More than memory holds.
        for (int i = 0; i < 110; i++) {
            driver.put(head("/" + i), body("/" + i, 1, 200_000));
        }
        driver.awaitWritten();
        disk.become(State.STANDING_STILL);

        assertThat(driver.lookup(key("/small"), NO_INPUTS)).isEqualTo(Lookup.NONE);
        assertThat(StoreDriver.await(store.variants(key("/small")))).isEmpty();
        assertThat(disk.standing()).isPositive();

        disk.become(State.WELL);
        Awaitility.await().until(() -> disk.standing() == 0);
        assertThat(driver.get(key("/small"))).contains(body("/small", 1, 2_000));
    }
}
