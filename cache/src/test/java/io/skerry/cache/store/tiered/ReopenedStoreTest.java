package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.head;
import static io.skerry.cache.store.tiered.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.store.StoreSettings;
import io.skerry.cache.store.StoreSettings.Admission;
import io.skerry.cache.store.StoreSettings.DiskSettings;
import io.skerry.cache.store.StoreUnusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next start finds, after one that failed or whose clock was another. */
class ReopenedStoreTest {

    private static final int SMALL = 2_000;

    @TempDir
    Path folder;

    private final PurgeScript purges = new PurgeScript(Samples.INCARNATION);

    @Test
    void clock_set_back_between_two_starts_costs_nothing_and_the_newest_version_stays_the_newest() {
        InstantSource late = InstantSource.fixed(Instant.parse("2026-03-02T00:00:00Z"));
        InstantSource early = InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z"));
        runAt(late, user -> {
            user.put(head("/kept"), body("/kept", 1, SMALL));
            user.put(head("/a"), body("/a", 1, SMALL));
        });
        runAt(early, user -> {
            assertThat(user.get(key("/kept"))).contains(body("/kept", 1, SMALL));
            user.put(head("/a"), body("/a", 2, SMALL));
        });

        runAt(late, user -> assertThat(user.get(key("/a"))).contains(body("/a", 2, SMALL)));
    }

    /** Uses a store for a while, which is opened at a moment. */
    private void runAt(InstantSource clock, Consumer<StoreDriver> use) {
        TieredStore store = TieredStore.open(settings(), purges, clock);
        Awaitility.await().until(() -> !store.stats().health().recovering());
        StoreDriver user = new StoreDriver(store);
        use.accept(user);
        user.awaitWritten();
        user.closeWithoutLeaks();
    }

    @Test
    void folder_that_could_not_be_used_is_free_for_the_next_try() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("layout"));
        assertThatThrownBy(() -> TieredStore.open(settings(), purges, InstantSource.system()))
                .isInstanceOf(StoreUnusable.class);
        Files.delete(inTheWay);

        StoreDriver.await(
                TieredStore.open(settings(), purges, InstantSource.system()).close());
        assertThat(folder.resolve("layout")).isRegularFile();
    }

    @Test
    void shards_that_were_cut_otherwise_are_deleted_and_nothing_else() throws IOException {
        runAt(InstantSource.system(), user -> user.put(head("/a"), body("/a", 1, SMALL)));
        Path shards = folder.resolve("shards");
        Path other = Files.writeString(shards.resolve("small-v1-4x100x256-0.map"), "another version's");
        Path marker = Files.writeString(shards.resolve("small-v1-4x100x256-0.map.clean"), "9 1");
        Path strange = Files.writeString(shards.resolve("notes.txt"), "somebody's");

        runAt(InstantSource.system(), user -> assertThat(user.get(key("/a"))).contains(body("/a", 1, SMALL)));

        assertThat(other).doesNotExist();
        assertThat(marker).doesNotExist();
        assertThat(strange).exists();
    }

    @Test
    void size_from_free_space_stays_when_hardly_any_is_left() {
        runSized(100L << 20, user -> user.put(head("/a"), body("/a", 1, SMALL)));

        runSized(DiskSettings.MIN_SIZE_BYTES, user -> {
            assertThat(user.get(key("/a"))).contains(body("/a", 1, SMALL));
        });
    }

    private void runSized(long freeBytes, Consumer<StoreDriver> use) {
        DiskSettings disk = new DiskSettings(
                folder,
                freeBytes,
                Admission.ALWAYS,
                StoreSettings.Sizing.FROM_FREE_SPACE,
                StoreSettings.Retention.KEEP);
        StoreSettings settings = new StoreSettings(StoreSettings.MIN_MEMORY_BYTES, Optional.of(disk), 1 << 20);
        TieredStore store = TieredStore.open(settings, purges, InstantSource.system());
        Awaitility.await().until(() -> !store.stats().health().recovering());
        StoreDriver user = new StoreDriver(store);
        use.accept(user);
        user.awaitWritten();
        user.closeWithoutLeaks();
    }

    private StoreSettings settings() {
        DiskSettings disk = new DiskSettings(folder, DiskSettings.MIN_SIZE_BYTES, Admission.ALWAYS);
        return new StoreSettings(StoreSettings.MIN_MEMORY_BYTES, Optional.of(disk), 1 << 20);
    }
}
