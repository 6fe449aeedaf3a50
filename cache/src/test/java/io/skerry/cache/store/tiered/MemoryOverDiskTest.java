package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.head;
import static io.skerry.cache.store.tiered.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.CacheStore.Freshening;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.StoredVariant;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of more responses than memory takes are there and which on disk, and that a validation finds the one it is of. */
class MemoryOverDiskTest {

    private static final int STORED = 400;
    private static final int LENGTH = 50_000;

    @TempDir
    Path folder;

    private final PurgeScript purges = new PurgeScript(Samples.INCARNATION);
    private TieredStore store;
    private StoreDriver driver;

    @BeforeEach
    void store_more_than_memory_takes() {
        open();
        for (int i = 0; i < STORED; i++) {
            put("/" + i, 1);
            driver.awaitWritten();
        }
    }

    private void open() {
        store = Arrangement.MEMORY_AND_DISK.open(folder, purges);
        driver = new StoreDriver(store);
    }

    @AfterEach
    void nothing_leaks() {
        driver.closeWithoutLeaks();
    }

    private void restart() {
        nothing_leaks();
        open();
    }

    private void put(String path, int version) {
        StoredHead head = head(path, VariantKey.none(), version, 0, Set.of());
        assertThat(driver.put(head, body(path, version, LENGTH))).isEqualTo(new Commit.Stored());
    }

    @Test
    void response_evicted_from_memory_is_found_on_disk() {
        int found = 0;
        for (int i = 0; i < STORED; i++) {
            Optional<byte[]> bytes = driver.get(key("/" + i));
            found += bytes.isPresent() ? 1 : 0;
            if (bytes.isPresent()) {
                assertThat(bytes.get()).isEqualTo(body("/" + i, 1, LENGTH));
            }
        }
        assertThat(store.stats().disk().hits()).isPositive();
        assertThat(found).isGreaterThan(300);
    }

    @Test
    void response_read_from_disk_takes_a_place_in_memory_when_it_is_read_again_soon() {
        String once = onDiskAlone();
        long before = store.stats().hot().bytes();

        assertThat(tierOf(once)).isEqualTo(StoredResponse.Tier.DISK);
        assertThat(store.stats().memory().totalBytes())
                .as("what was read goes with its reader")
                .isEqualTo(store.stats().memory().bytes(Use.HOT));
        assertThat(store.stats().hot().bytes()).isEqualTo(before);
        assertThat(tierOf(once)).isEqualTo(StoredResponse.Tier.DISK);
        assertThat(tierOf(once)).isEqualTo(StoredResponse.Tier.HOT);
    }

    @Test
    void version_that_memory_never_took_is_not_put_back_by_a_validation_over_one_stored_since() {
        String path = onDiskAlone();
        StoredResponse old = driver.find(key(path), Samples.NO_INPUTS).orElseThrow();
        put(path, 2);
        driver.awaitWritten();

        assertThat(store.freshen(old, head(path, VariantKey.none(), 3, 0, Set.of())))
                .isEqualTo(Freshening.LOST);
        old.close();
        driver.awaitWritten();
        restart();

        assertThat(driver.get(key(path))).contains(body(path, 2, LENGTH));
    }

    @Test
    void head_of_a_version_that_memory_never_took_is_updated_on_disk() {
        String path = onDiskAlone();
        StoredResponse old = driver.find(key(path), Samples.NO_INPUTS).orElseThrow();

        assertThat(store.freshen(old, head(path, VariantKey.none(), 3, 0, Set.of())))
                .isEqualTo(Freshening.DONE);
        old.close();
        driver.awaitWritten();
        restart();

        try (StoredResponse found = driver.find(key(path), Samples.NO_INPUTS).orElseThrow()) {
            assertThat(found.head().response().headers().first("X-Version")).contains("3");
            assertThat(StoreDriver.readAll(found.body())).isEqualTo(body(path, 1, LENGTH));
        }
    }

    /** The first of the responses put that is on disk alone (the disk has had to let some go as well); looked for without reading any. */
    private String onDiskAlone() {
        for (int i = 0; i < STORED; i++) {
            List<StoredVariant> stored = StoreDriver.await(store.variants(key("/" + i)));
            if (stored.stream().anyMatch(variant -> variant.tier() == StoredResponse.Tier.DISK)) {
                return "/" + i;
            }
        }
        throw new AssertionError("none on disk alone");
    }

    private StoredResponse.Tier tierOf(String path) {
        try (StoredResponse found = driver.find(key(path), Samples.NO_INPUTS).orElseThrow()) {
            assertThat(StoreDriver.readAll(found.body())).isEqualTo(body(path, 1, LENGTH));
            return found.tier();
        }
    }
}
