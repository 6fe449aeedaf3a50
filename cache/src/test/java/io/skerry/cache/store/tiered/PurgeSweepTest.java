package io.skerry.cache.store.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.purge.PurgeReceipt;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.SweepDepth;
import io.skerry.cache.store.SweepResult;
import io.skerry.cache.store.disk.DiskPace;
import io.skerry.cache.store.tiered.FaultyDisk.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rule 9 over both tiers: bytes go, records go, and what was purged never comes back for it. */
@Timeout(120)
class PurgeSweepTest {

    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    private Path folder;

    private PurgeLog log;
    private TieredStore store;
    private StoreDriver driver;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    PurgeSweepTest() {}

    @BeforeEach
    void open() throws IOException {
        log = PurgeLog.open(folder, CLOCK);
        store = Arrangement.MEMORY_AND_DISK.open(folder, log);
        driver = new StoreDriver(store);
    }

    @AfterEach
    void close() {
        StoreDriver.await(store.close());
        log.close();
    }

    @Test
    void sweep_frees_what_was_purged_in_memory_and_on_disk_and_nothing_else() {
        put("/kept", "kept", 3_000);
        put("/purged", "t", 3_000);
        put("/large", "t", 200_000);
        awaitDisk(3);
        purge("t", PurgeMode.HARD);

        SweepResult result = store.sweep(SweepDepth.FREE, Instant.MIN, () -> true);

        assertThat(result.dropped()).isPositive();
        assertThat(store.stats().hot().entries()).isEqualTo(1);
        assertThat(store.stats().disk().entries()).isEqualTo(1);
        assertThat(driver.get(Samples.key("/kept"))).isPresent();
    }

    @Test
    void softly_purged_response_stays_as_long_as_it_is_kept_and_holds_its_record() {
        put("/soft", "t", 3_000);
        awaitDisk(1);
        long before = log.publishedSeq();
        purge("t", PurgeMode.SOFT);

        SweepResult result = store.sweep(SweepDepth.RETIRE, Instant.MIN, () -> true);

        assertThat(result.comparedUpTo().getAsLong()).isLessThanOrEqualTo(before);
        assertThat(verdict("/soft")).isInstanceOf(PurgeVerdict.Soft.class);
        assertThat(store.sweep(SweepDepth.RETIRE, Instant.MAX, () -> true).comparedUpTo())
                .hasValue(log.publishedSeq());
        assertThat(driver.get(Samples.key("/soft"))).isEmpty();
    }

    @Test
    void records_are_forgotten_and_what_was_not_purged_is_still_served_also_after_a_restart() throws IOException {
        put("/hot", "kept", 3_000);
        put("/large", "kept", 200_000);
        put("/purged", "t", 3_000);
        awaitDisk(3);
        purge("t", PurgeMode.HARD);

        retire();

        assertThat(driver.get(Samples.key("/hot"))).isPresent();
        assertThat(driver.get(Samples.key("/large"))).isPresent();
        assertThat(driver.get(Samples.key("/purged"))).isEmpty();
        restart();
        assertThat(log.stats().retired()).isPositive();
        assertThat(driver.get(Samples.key("/hot"))).isPresent();
        assertThat(driver.get(Samples.key("/large"))).isPresent();
        assertThat(driver.get(Samples.key("/purged"))).isEmpty();
    }

    @Test
    void old_copy_of_the_shards_brings_nothing_back_once_the_record_is_forgotten() throws IOException {
        put("/purged", "t", 3_000);
        awaitDisk(1);
        StoreDriver.await(store.close());
        log.close();
        copy(folder.resolve("shards"), folder.resolve("old"));
        open();
        assertThat(driver.get(Samples.key("/purged"))).isPresent();
        purge("t", PurgeMode.HARD);
        retire();
        StoreDriver.await(store.close());
        log.close();
        copy(folder.resolve("old"), folder.resolve("shards"));

        open();

        assertThat(log.stats().retired()).isPositive();
        assertThat(driver.get(Samples.key("/purged"))).isEmpty();
    }

    @Test
    void fill_that_was_open_while_its_record_was_forgotten_is_not_stored() {
        StoredHead open = head("/open", "t");
        purge("t", PurgeMode.HARD);
        retire();
        driver.put(open, Samples.body("/open", 1, 3_000));
        assertThat(driver.get(Samples.key("/open"))).isEmpty();
    }

    @Test
    void pass_that_is_cut_short_vouches_for_nothing() {
        put("/one", "kept", 3_000);
        put("/two", "kept", 3_000);
        awaitDisk(2);
        assertThat(store.sweep(SweepDepth.RETIRE, Instant.MIN, () -> false).comparedUpTo())
                .satisfiesAnyOf(
                        upTo -> assertThat(upTo).isEmpty(),
                        upTo -> assertThat(upTo).hasValue(0));
    }

    @Test
    void whatever_runs_at_once_no_purged_version_is_served_now_or_after_a_restart() throws Exception {
        Random random = new Random(11);
        AtomicBoolean over = new AtomicBoolean();
        ConcurrentHashMap<String, Integer> floors = new ConcurrentHashMap<>();
        Thread sweeps = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                SweepResult result = store.sweep(SweepDepth.RETIRE, Instant.MIN, () -> true);
                result.comparedUpTo().ifPresent(this::forget);
            }
        });
        for (int version = 1; version <= 1_500; version++) {
            String path = "/" + random.nextInt(40);
            StoredHead head = Samples.head(path, VariantKey.none(), version, 0, Set.of(tag(path)))
                    .withStamp(log.stamp());
            boolean purgedMeanwhile = random.nextInt(3) == 0;
            if (purgedMeanwhile) {
                purge(tag(path), PurgeMode.HARD);
                floors.put(path, version + 1);
            }
            driver.put(head, Samples.body(path, version, 500));
            if (!purgedMeanwhile && random.nextBoolean()) {
                purge(tag(path), PurgeMode.HARD);
                floors.put(path, version + 1);
            }
            assertNotBelow(floors);
        }
        over.set(true);
        sweeps.join();
        retire();
        restart();
        assertNotBelow(floors);
        assertThat(log.stats().retired()).isPositive();
    }

    private void assertNotBelow(ConcurrentHashMap<String, Integer> floors) {
        floors.forEach((path, floor) -> driver.find(Samples.key(path), Samples.NO_INPUTS)
                .ifPresent(response -> {
                    try (response) {
                        String version = response.head()
                                .response()
                                .headers()
                                .first("X-Version")
                                .orElseThrow();
                        assertThat(Integer.parseInt(version)).as(path).isGreaterThanOrEqualTo(floor);
                    }
                }));
    }

    @Test
    void sweeper_frees_memory_soon_and_shortens_the_journal_by_itself() {
        PurgeSweeper.Pace quick = new PurgeSweeper.Pace(
                Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofDays(1), 1 << 20, Long.MAX_VALUE);
        try (PurgeSweeper sweeper = PurgeSweeper.start(store, log, CLOCK, quick)) {
            assertThat(sweeper).isNotNull();
            put("/purged", "t", 3_000);
            awaitDisk(1);
            purge("t", PurgeMode.HARD);
            Awaitility.await().until(() -> store.stats().hot().entries() == 0);
            Awaitility.await().until(() -> store.stats().disk().entries() == 0);
            purgeMuch();
            Awaitility.await().until(() -> log.stats().journalBytes() < 1 << 20);
        }
    }

    @Test
    void sweeper_goes_on_after_an_error() {
        AtomicBoolean thrown = new AtomicBoolean();
        InstantSource failingOnce = () -> {
            if (thrown.compareAndSet(false, true)) {
                throw new NoClassDefFoundError("of the clock");
            }
            return CLOCK.instant();
        };
        PurgeSweeper.Pace quick = new PurgeSweeper.Pace(
                Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofDays(1), 1 << 20, Long.MAX_VALUE);
        put("/purged", "t", 3_000);
        awaitDisk(1);
        purge("t", PurgeMode.HARD);
        try (PurgeSweeper sweeper = PurgeSweeper.start(store, log, failingOnce, quick)) {
            assertThat(sweeper).isNotNull();
            Awaitility.await().untilTrue(thrown);
            Awaitility.await().until(() -> store.stats().disk().entries() == 0);
        }
    }

    @Test
    void pass_that_could_not_begin_is_tried_again_without_another_purge() throws IOException {
        put("/purged", "t", 3_000);
        awaitDisk(1);
        StoreDriver.await(store.close());
        // On disk alone.
        Files.delete(folder.resolve("hottest"));
        FaultyDisk disk = new FaultyDisk();
        store = Arrangement.MEMORY_AND_DISK.open(folder, log, new DiskPace(disk, 1));
        driver = new StoreDriver(store);
        disk.become(State.STANDING_STILL);
        put("/being-written", "kept", 200_000);
        Awaitility.await().until(() -> disk.standing() > 0);
        purge("t", PurgeMode.HARD);
        PurgeSweeper.Pace quick = new PurgeSweeper.Pace(
                Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofDays(1), 1 << 20, Long.MAX_VALUE);
        try (PurgeSweeper sweeper = PurgeSweeper.start(store, log, CLOCK, quick)) {
            assertThat(sweeper).isNotNull();
            Awaitility.await()
                    .during(Duration.ofSeconds(2))
                    .until(() -> store.stats().disk().entries() == 1);
            disk.become(State.WELL);
            driver.awaitWritten();

            Awaitility.await().until(() -> store.stats().disk().entries() == 1);
        }
        assertThat(driver.get(Samples.key("/being-written"))).isPresent();
    }

    private PurgeVerdict verdict(String path) {
        try (StoredResponse response =
                driver.find(Samples.key(path), Samples.NO_INPUTS).orElseThrow()) {
            return response.verdict();
        }
    }

    /** So many purges of other things that the journal is worth shortening, then a pass, then the shortening. */
    private void retire() {
        purgeMuch();
        forget(store.sweep(SweepDepth.RETIRE, Instant.MIN, () -> true)
                .comparedUpTo()
                .orElseThrow());
        assertThat(log.stats().retired()).isPositive();
    }

    private void purgeMuch() {
        for (int i = 0; i < 3_000; i++) {
            log.purge(List.of(new PurgeSelector.Tag("filler-".repeat(80) + i, Optional.empty())), PurgeMode.HARD);
        }
        purge("last", PurgeMode.HARD);
    }

    private void forget(long upTo) {
        log.retire(new JournalStamp(log.incarnation(), upTo))
                .toCompletableFuture()
                .join();
    }

    private void restart() throws IOException {
        StoreDriver.await(store.close());
        log.close();
        open();
    }

    private void purge(String tag, PurgeMode mode) {
        assertThat(log.purge(List.of(new PurgeSelector.Tag(tag, Optional.empty())), mode)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(PurgeReceipt.InForce.class);
    }

    private void put(String path, String tag, int length) {
        driver.put(head(path, tag), Samples.body(path, 1, length));
    }

    private StoredHead head(String path, String tag) {
        return Samples.head(path, VariantKey.none(), 1, 0, Set.of(tag)).withStamp(log.stamp());
    }

    private static String tag(String path) {
        return "tag" + path.replace('/', '-');
    }

    private void awaitDisk(long entries) {
        Awaitility.await().until(() -> store.stats().disk().entries() == entries);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
