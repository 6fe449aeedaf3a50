package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.encoded;
import static io.skerry.cache.store.tiered.Samples.head;
import static io.skerry.cache.store.tiered.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.ResponseSink.Role;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.store.StoreInUse;
import io.skerry.cache.store.StoreSettings;
import io.skerry.cache.store.StoreSettings.Admission;
import io.skerry.cache.store.StoreSettings.DiskSettings;
import io.skerry.cache.store.StoreStats.MemoryStats;
import io.skerry.cache.store.StoreUnusable;
import io.skerry.cache.store.StoredResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the disk tier adds: restarts, damage, room, and bodies that never fit memory. */
class DiskStoreTest {

    private static final int SMALL = 2_000;
    private static final int MEDIUM = 50_000;
    private static final int FILE = 300_000;
    private static final int SPILLED = 5_000_000;

    @TempDir
    Path folder;

    private PurgeScript purges = new PurgeScript(Samples.INCARNATION);
    private TieredStore store;
    private StoreDriver driver;

    @BeforeEach
    void open() {
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

    private void put(String path, int version, int length) {
        StoredHead head = head(path, VariantKey.none(), version, 0, Set.of());
        assertThat(driver.put(head, body(path, version, length))).isEqualTo(new Commit.Stored());
    }

    @Test
    void everything_is_found_after_a_restart() {
        for (int length : List.of(0, SMALL, MEDIUM, FILE, SPILLED)) {
            put("/" + length, 1, length);
        }
        driver.put(head("/v", encoded("gzip"), 1, 0, Set.of()), body("/v", 1, SMALL));
        driver.put(head("/v", encoded("br"), 2, 0, Set.of()), body("/v", 2, SMALL));

        restart();

        for (int length : List.of(0, SMALL, MEDIUM, FILE, SPILLED)) {
            assertThat(driver.get(key("/" + length))).contains(body("/" + length, 1, length));
        }
        assertThat(driver.get(key("/v"), input -> "br")).contains(body("/v", 2, SMALL));
        assertThat(driver.get(key("/v"), input -> "gzip")).contains(body("/v", 1, SMALL));
        assertThat(driver.lookup(key("/v"), input -> "zstd")).isEqualTo(Lookup.OTHER_VARIANTS);
        assertThat(store.stats().disk().corruptions()).isZero();
    }

    @Test
    void layout_of_a_response_kept_in_slices_is_found_after_a_restart() {
        StoredHead head = head("/video").withBody(new BodyLayout.Slices(10_000_000, 1 << 20, 42));
        driver.put(head, new byte[0]);

        restart();

        try (StoredResponse found =
                driver.find(key("/video"), Samples.NO_INPUTS).orElseThrow()) {
            assertThat(found.head().body()).isEqualTo(head.body());
        }
    }

    @Test
    void newest_version_and_newest_head_are_found_after_a_restart() {
        for (int length : List.of(SMALL, FILE, SPILLED)) {
            String path = "/" + length;
            put(path, 1, length);
            put(path, 2, length);
            driver.awaitWritten();
            StoredResponse stored = driver.find(key(path), Samples.NO_INPUTS).orElseThrow();
            store.freshen(stored, head(path, VariantKey.none(), 3, 0, Set.of()));
            stored.close();
        }

        restart();

        for (int length : List.of(SMALL, FILE, SPILLED)) {
            String path = "/" + length;
            StoredResponse found = driver.find(key(path), Samples.NO_INPUTS).orElseThrow();
            assertThat(found.head().response().headers().first("X-Version")).contains("3");
            assertThat(StoreDriver.readAll(found.body())).isEqualTo(body(path, 2, length));
            found.close();
        }
    }

    @Test
    void removed_and_purged_responses_stay_away_after_a_restart() {
        put("/removed", 1, SMALL);
        put("/removed-file", 1, SPILLED);
        driver.put(head("/purged", VariantKey.none(), 1, 0, Set.of("t")), body("/purged", 1, SMALL));
        driver.awaitWritten();
        for (String path : List.of("/removed", "/removed-file")) {
            StoredResponse stored = driver.find(key(path), Samples.NO_INPUTS).orElseThrow();
            store.remove(stored);
            stored.close();
        }
        purges.purgeTag("t");

        restart();

        for (String path : List.of("/removed", "/removed-file", "/purged")) {
            assertThat(driver.get(key(path))).isEmpty();
        }
    }

    @Test
    void another_incarnation_of_the_journal_drops_everything() {
        put("/a", 1, SMALL);
        put("/b", 1, SPILLED);
        nothing_leaks();
        purges = new PurgeScript(Samples.INCARNATION + 1);
        open();

        assertThat(driver.get(key("/a"))).isEmpty();
        assertThat(driver.get(key("/b"))).isEmpty();
        assertThat(store.stats().disk().entries()).isZero();
        Awaitility.await().until(() -> files(".seg").isEmpty());
    }

    @Test
    void disk_stays_within_its_size_and_goes_on_taking() throws IOException {
        for (int i = 0; i < 60; i++) {
            put("/big" + i, 1, 2_000_000);
            put("/medium" + i, 1, MEDIUM);
        }
        for (int i = 0; i < 3_000; i++) {
            put("/m" + i, 1, 30_000);
            if (i % 100 == 0) {
                driver.awaitWritten();
            }
        }
        driver.awaitWritten();

        assertThat(store.stats().disk().bytes())
                .isLessThanOrEqualTo(store.stats().disk().capacityBytes());
        assertThat(store.stats().disk().evictions()).isPositive();
        Awaitility.await().untilAsserted(() -> assertThat(folderBytes()).isLessThan(64L << 20));
    }

    @Test
    void response_that_takes_more_than_half_of_the_room_for_files_is_kept() {
        put("/longest", 1, 16_500_000);

        assertThat(driver.get(key("/longest"))).contains(body("/longest", 1, 16_500_000));
    }

    @Test
    void response_that_fits_beside_those_there_takes_nobodys_place() {
        put("/a", 1, 12_000_000);
        put("/b", 1, 12_000_000);

        assertThat(driver.get(key("/a"))).contains(body("/a", 1, 12_000_000));
        assertThat(driver.get(key("/b"))).contains(body("/b", 1, 12_000_000));
        assertThat(store.stats().disk().evictions()).isZero();
    }

    @Test
    void segment_file_deleted_truncated_or_changed_is_a_miss_and_heals() throws IOException {
        List<String> damages = List.of("delete", "truncate", "flip");
        for (String damage : damages) {
            put("/" + damage, 1, SPILLED);
            Path file = files(".seg").getFirst();
            damage(file, damage);

            Lookup lookup = driver.lookup(key("/" + damage), Samples.NO_INPUTS);
            if (lookup instanceof Lookup.Found found) {
                ByteArrayOutputStream received = new ByteArrayOutputStream();
                StoreDriver.drain(found.response().body(), received);
                found.response().close();
                assertThat(body("/" + damage, 1, SPILLED)).startsWith(received.toByteArray());
                assertThat(received.size()).isLessThan(SPILLED);
            }
            assertThat(driver.get(key("/" + damage))).isEmpty();
            put("/" + damage, 2, SPILLED);
            assertThat(driver.get(key("/" + damage))).contains(body("/" + damage, 2, SPILLED));
            StoredResponse stored =
                    driver.find(key("/" + damage), Samples.NO_INPUTS).orElseThrow();
            store.remove(stored);
            stored.close();
            Awaitility.await().until(() -> files(".seg").isEmpty());
        }
        assertThat(store.stats().disk().corruptions()).isGreaterThanOrEqualTo(damages.size());
    }

    @Test
    void flipped_bits_in_shards_at_rest_are_never_served() throws IOException {
        for (int i = 0; i < 200; i++) {
            put("/" + i, 1, SMALL + i);
        }
        nothing_leaks();
        for (Path shard : files(".map")) {
            flipBodies(shard);
        }
        open();

        for (int i = 0; i < 200; i++) {
            Optional<byte[]> bytes = driver.get(key("/" + i));
            if (bytes.isPresent()) {
                assertThat(bytes.get()).isEqualTo(body("/" + i, 1, SMALL + i));
            }
        }
        assertThat(store.stats().disk().corruptions()).isPositive();
    }

    @Test
    void reader_behind_the_writer_of_a_large_body_reads_from_the_file_within_bounded_memory() {
        byte[] body = body("/large", 1, 12_000_000);
        ResponseSink sink = driver.sink(key("/large"), OptionalLong.of(body.length));
        BodyLease asleep = sink.reader(Role.FOLLOWER);
        long most = 0;
        for (int at = 0; at < body.length; at += 500_000) {
            StoreDriver.write(sink, java.util.Arrays.copyOfRange(body, at, Math.min(body.length, at + 500_000)));
            MemoryStats memory = store.stats().memory();
            most = Math.max(most, memory.bytes(Use.FILL) + memory.bytes(Use.OVERFLOW));
        }
        assertThat(StoreDriver.await(sink.commit(head("/large")))).isEqualTo(new Commit.Stored());

        assertThat(StoreDriver.readAll(asleep)).isEqualTo(body);
        asleep.close();
        assertThat(most).isLessThan(4L << 20);
        assertThat(driver.get(key("/large"))).contains(body);
    }

    @Test
    void second_store_on_one_folder_is_refused_and_the_first_unharmed() {
        assertThatThrownBy(() -> Arrangement.MEMORY_AND_DISK.openAtOnce(folder, purges))
                .isInstanceOf(StoreInUse.class)
                .hasMessageContaining(folder.toString());
        put("/a", 1, SMALL);
        assertThat(driver.get(key("/a"))).isPresent();
    }

    @Test
    void folder_that_cannot_be_made_is_unusable() throws IOException {
        Path file = Files.createFile(folder.resolve("a-file"));
        DiskSettings disk = new DiskSettings(file.resolve("cache"), 32 << 20, Admission.ALWAYS);
        StoreSettings settings = new StoreSettings(8 << 20, Optional.of(disk), 1 << 20);

        assertThatThrownBy(() -> TieredStore.open(settings, purges, InstantSource.system()))
                .isInstanceOf(StoreUnusable.class);
    }

    @Test
    void smallest_sizes_work_and_second_hit_admits_at_the_second_store() {
        Path place = folder.resolve("small");
        DiskSettings disk = new DiskSettings(place, DiskSettings.MIN_SIZE_BYTES, Admission.SECOND_HIT);
        StoreSettings settings = new StoreSettings(StoreSettings.MIN_MEMORY_BYTES, Optional.of(disk), 1 << 20);
        TieredStore small = TieredStore.open(settings, purges, InstantSource.system());
        StoreDriver user = new StoreDriver(small);
        Awaitility.await().until(() -> !small.stats().health().recovering());

        user.put(head("/a"), body("/a", 1, SMALL));
        user.awaitWritten();
        assertThat(small.stats().disk().entries()).isZero();
        user.put(head("/a"), body("/a", 1, SMALL));
        user.awaitWritten();
        assertThat(small.stats().disk().entries()).isOne();
        StoreDriver.await(small.close());
    }

    @Test
    void long_response_that_second_hit_does_not_admit_yet_says_so() {
        DiskSettings disk =
                new DiskSettings(folder.resolve("other"), DiskSettings.MIN_SIZE_BYTES, Admission.SECOND_HIT);
        StoreSettings settings = new StoreSettings(StoreSettings.MIN_MEMORY_BYTES, Optional.of(disk), SPILLED);
        TieredStore other = TieredStore.open(settings, purges, InstantSource.system());
        Awaitility.await().until(() -> !other.stats().health().recovering());
        StoreDriver user = new StoreDriver(other);

        assertThat(user.put(head("/a"), body("/a", 1, SPILLED)))
                .isEqualTo(new Commit.NotStored(RefusedReason.NOT_ADMITTED));
        assertThat(user.put(head("/a"), body("/a", 1, SPILLED))).isEqualTo(new Commit.Stored());
        user.closeWithoutLeaks();
    }

    private List<Path> files(String suffix) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(suffix)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long folderBytes() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void damage(Path file, String how) throws IOException {
        switch (how) {
            case "delete" -> Files.delete(file);
            case "truncate" -> truncate(file);
            default -> BitFlip.at(file, SPILLED / 2, 4);
        }
    }

    private static void truncate(Path file) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(raw.length() / 2);
        }
    }

    /** Flips a bit in each tenth record, behind the magic number that starts it. */
    private static void flipBodies(Path shard) throws IOException {
        byte[] bytes = Files.readAllBytes(shard);
        int found = 0;
        for (int at = 0; at < bytes.length - 2_000; at++) {
            if (bytes[at] == 'S' && bytes[at + 1] == 'K' && bytes[at + 2] == 'R' && bytes[at + 3] == '2') {
                found++;
                if (found % 10 == 0) {
                    BitFlip.at(shard, at + 1_500, 4);
                }
            }
        }
    }
}
