package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.NO_INPUTS;
import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.disk.DiskFiles;
import io.skerry.cache.store.disk.DiskPace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files changed under the store, while it runs and while it does not: nothing wrong is served, and a refetch heals. */
class DamageTest {

    private static final int FILES = 4;
    private static final int FILE_LENGTH = 2_000_000;
    private static final int RECORDS = 300;

    /** What happens to a file. */
    enum Damage {
        FLIP {
            @Override
            void on(Path file, Path other, Path old) throws IOException {
                flip(file, new SplittableRandom(7), 20);
            }
        },
        TRUNCATE {
            @Override
            void on(Path file, Path other, Path old) throws IOException {
                try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                    raw.setLength(raw.length() / 3);
                }
            }
        },
        EMPTY {
            @Override
            void on(Path file, Path other, Path old) throws IOException {
                try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                    raw.setLength(0);
                }
            }
        },
        APPEND {
            @Override
            void on(Path file, Path other, Path old) throws IOException {
                Files.write(file, new byte[5_000], StandardOpenOption.APPEND);
            }
        },
        SWAP {
            @Override
            void on(Path file, Path other, Path old) throws IOException {
                Path aside = file.resolveSibling("aside");
                Files.move(file, aside);
                Files.move(other, file);
                Files.move(aside, other);
            }
        },
        DELETE {
            @Override
            void on(Path file, Path other, Path old) throws IOException {
                Files.delete(file);
            }
        },
        RESTORE_OLD {
            @Override
            void on(Path file, Path other, Path old) throws IOException {
                Files.copy(old, file, StandardCopyOption.REPLACE_EXISTING);
            }
        };

        abstract void on(Path file, Path other, Path old) throws IOException;
    }

    @TempDir
    Path folder;

    @TempDir
    Path copies;

    private final PurgeScript purges = new PurgeScript(Samples.INCARNATION);
    private TieredStore store;
    private StoreDriver driver;

    private void open(DiskPace pace) {
        store = Arrangement.MEMORY_AND_DISK.open(folder, purges, pace);
        driver = new StoreDriver(store);
    }

    @BeforeEach
    void open() {
        open(DiskPace.NORMAL);
    }

    @AfterEach
    void close() {
        driver.closeWithoutLeaks();
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void segment_file_damaged_while_in_use_is_never_served_wrong_and_heals(Damage damage) throws IOException {
        for (int i = 0; i < FILES; i++) {
            driver.putVersion("/" + i, 1, FILE_LENGTH);
        }
        List<Path> files = files(".seg");
        Path old = Files.copy(files.get(2), copies.resolve("old"));
        damage.on(files.get(0), files.get(1), old);

        int whole = 0;
        for (int i = 0; i < FILES; i++) {
            whole += driver.readsVersion("/" + i, 1, FILE_LENGTH) ? 1 : 0;
        }
        assertThat(whole).isBetween(FILES - 2, FILES - 1);
        assertThat(store.stats().disk().corruptions()).isPositive();
        for (int i = 0; i < FILES; i++) {
            if (!driver.readsVersion("/" + i, 1, FILE_LENGTH)) {
                driver.putVersion("/" + i, 1, FILE_LENGTH);
            }
            assertThat(driver.readsVersion("/" + i, 1, FILE_LENGTH)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void shards_damaged_at_rest_serve_nothing_wrong_and_take_new_records(Damage damage) throws IOException {
        fill(1);
        close();
        List<Path> before = files(".map");
        for (Path shard : before) {
            Files.copy(shard, copies.resolve(shard.getFileName()));
        }
        open();
        fill(2);
        close();
        for (Path shard : before) {
            Path other = Files.copy(shard, copies.resolve("other"), StandardCopyOption.REPLACE_EXISTING);
            damage.on(shard, other, copies.resolve(shard.getFileName()));
        }

        open();
        for (int i = 0; i < RECORDS; i++) {
            readsAnyVersionRight("/" + i, 500 + i * 11);
        }
        fill(3);
        driver.awaitWritten();
        close();
        open();
        int found = 0;
        for (int i = 0; i < RECORDS; i++) {
            found += driver.readsVersion("/" + i, 3, 500 + i * 11) ? 1 : 0;
        }
        assertThat(found).isEqualTo(RECORDS);
        assertThat(store.stats().health().quarantinedShards()).isZero();
    }

    @Test
    void small_files_with_any_bytes_in_them_cost_warmth_at_most() throws IOException {
        fill(1);
        close();
        byte[] noise = new byte[500];
        new SplittableRandom(3).nextBytes(noise);
        for (String name : List.of("hottest", "lock", "ids")) {
            Files.write(folder.resolve(name), noise);
        }
        for (Path marker : files(".clean")) {
            Files.write(marker, noise);
        }
        open();
        assertThat(driver.readsVersion("/1", 1, 511)).isTrue();
        close();

        Files.write(folder.resolve("layout"), noise);
        open();
        assertThat(driver.find(key("/1"), NO_INPUTS)).isEmpty();
        fill(2);
        assertThat(driver.readsVersion("/1", 2, 511)).isTrue();
        assertThat(store.stats().health().quarantinedShards()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Damage.class,
            names = {"FLIP", "TRUNCATE", "EMPTY", "APPEND", "DELETE", "RESTORE_OLD"})
    void shards_damaged_while_in_use_serve_nothing_wrong_and_come_back(Damage damage) throws IOException {
        fill(1);
        for (Path shard : files(".map")) {
            Path old = Files.copy(shard, copies.resolve(shard.getFileName()));
            damage.on(shard, shard, old);
        }
        // More than memory holds, so that the disk is really asked.
        for (int i = 0; i < 20; i++) {
            driver.putVersion("/filler" + i, 1, 900_000);
        }
        for (int i = 0; i < RECORDS; i++) {
            readsAnyVersionRight("/" + i, 500 + i * 11);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> store.stats().health().quarantinedShards() == 0);
        fill(2);
        driver.awaitWritten();
        for (int i = 0; i < RECORDS; i++) {
            assertThat(driver.readsVersion("/" + i, 2, 500 + i * 11)).isTrue();
        }
        // A shard of which memory held all is first asked, and found out, by the second versions.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !store.stats().health().alarm());
    }

    @Test
    void background_check_finds_damage_that_nobody_asked_for_and_removes_it() throws IOException {
        close();
        open(new DiskPace(DiskFiles.SYSTEM, 100L << 20));
        for (int i = 0; i < FILES; i++) {
            driver.putVersion("/file" + i, 1, FILE_LENGTH);
        }
        fill(1);
        driver.awaitWritten();
        long entries = store.stats().disk().entries();
        // A pass may be under way that began before all of this was there.
        long wholePasses = store.stats().scrub().passes() + 2;
        flip(files(".seg").getFirst(), new SplittableRandom(1), 3);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> store.stats().scrub().findings() == 1
                        && store.stats().scrub().passes() >= wholePasses);
        assertThat(store.stats().disk().entries()).isEqualTo(entries - 1);
        assertThat(store.stats().scrub().records()).isGreaterThanOrEqualTo(RECORDS);
        assertThat(store.stats().disk().corruptions()).isEqualTo(1);
    }

    @Test
    void damage_found_before_anything_is_sent_is_a_miss_wherever_in_the_content_it_is() throws IOException {
        driver.putVersion("/medium", 1, 400_000);
        driver.awaitWritten();
        close();
        BitFlip.at(files(".seg").getFirst(), 300_000, 0);
        open();

        assertThat(driver.lookup(key("/medium"), NO_INPUTS)).isEqualTo(Lookup.NONE);
        assertThat(store.stats().disk().corruptions()).isEqualTo(1);
    }

    private void fill(int version) {
        for (int i = 0; i < RECORDS; i++) {
            driver.putVersion("/" + i, version, 500 + i * 11);
        }
        driver.awaitWritten();
    }

    /** A version other than the newest can only be found where an older copy of the store was put in place whole. */
    private void readsAnyVersionRight(String path, int length) {
        driver.find(key(path), NO_INPUTS).ifPresent(response -> {
            try (response) {
                int version = Integer.parseInt(
                        response.head().response().headers().first("X-Version").orElseThrow());
                assertThat(StoreDriver.readAll(response.body())).isEqualTo(body(path, version, length));
            }
        });
    }

    private static void flip(Path file, SplittableRandom random, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            BitFlip.at(file, random.nextLong(Files.size(file)), random.nextInt(8));
        }
    }

    private List<Path> files(String suffix) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
