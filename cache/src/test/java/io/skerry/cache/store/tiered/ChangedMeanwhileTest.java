package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.NO_INPUTS;
import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.head;
import static io.skerry.cache.store.tiered.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.disk.DiskFiles;
import io.skerry.cache.store.disk.DiskPace;
import io.skerry.cache.store.disk.EmptyWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records and files that change, or are found damaged, while somebody is on the way to them. */
class ChangedMeanwhileTest {

    private static final int FILE_LENGTH = 2_000_000;

    @TempDir
    Path folder;

    private final PurgeScript purges = new PurgeScript(Samples.INCARNATION);
    private TieredStore store;
    private StoreDriver driver;

    private void open(DiskFiles files, long scrubBytesPerSecond) {
        store = Arrangement.MEMORY_AND_DISK.open(folder, purges, new DiskPace(files, scrubBytesPerSecond));
        driver = new StoreDriver(store);
    }

    @BeforeEach
    void open() {
        open(DiskFiles.SYSTEM, 1);
    }

    private void reopen(DiskFiles files, long scrubBytesPerSecond) {
        close();
        open(files, scrubBytesPerSecond);
    }

    @AfterEach
    void close() {
        driver.closeWithoutLeaks();
    }

    @Test
    void damage_that_a_request_and_the_check_find_at_the_same_time_is_counted_once() throws IOException {
        AtomicReference<Runnable> opened = new AtomicReference<>(() -> {});
        DiskFiles files = new DiskFiles() {
            @Override
            public FileChannel open(Path file) throws IOException {
                FileChannel channel = DiskFiles.super.open(file);
                if (Thread.currentThread().getName().startsWith("skerry-disk-read-")) {
                    opened.getAndSet(() -> {}).run();
                }
                return channel;
            }
        };
        reopen(files, 100L << 20);
        driver.putVersion("/file", 1, FILE_LENGTH);
        Path file = segmentFile();
        opened.set(() -> {
            try {
                BitFlip.at(file, 0, 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Awaitility.await().until(() -> store.stats().scrub().findings() == 1);
        });

        assertThat(driver.readsVersion("/file", 1, FILE_LENGTH)).isFalse();
        assertThat(store.stats().disk().corruptions()).isEqualTo(1);
    }

    @Test
    void head_written_anew_while_its_record_is_looked_for_leaves_the_content_in_force() {
        AtomicReference<Runnable> reading = new AtomicReference<>(() -> {});
        AtomicInteger writing = new AtomicInteger();
        DiskFiles files = new DiskFiles() {
            @Override
            public void beat(EmptyWrite file) {
                String thread = Thread.currentThread().getName();
                if (thread.startsWith("skerry-disk-read-")) {
                    reading.getAndSet(() -> {}).run();
                }
                DiskFiles.super.beat(file);
                if (thread.startsWith("skerry-disk-write-")) {
                    writing.incrementAndGet();
                }
            }
        };
        reopen(files, 1);
        driver.putVersion("/file", 1, FILE_LENGTH);
        StoredResponse old = driver.find(key("/file"), NO_INPUTS).orElseThrow();
        reading.set(() -> {
            // The record is read, the newer one put, and the old one taken out.
            int whenDone = writing.get() + 3;
            store.freshen(old, head("/file", VariantKey.none(), 2, 0, Set.of()));
            Awaitility.await().until(() -> writing.get() >= whenDone);
        });
        driver.find(key("/file"), NO_INPUTS).ifPresent(StoredResponse::close);
        old.close();

        try (StoredResponse freshened = driver.find(key("/file"), NO_INPUTS).orElseThrow()) {
            assertThat(freshened.head().response().headers().first("X-Version")).contains("2");
            assertThat(StoreDriver.readAll(freshened.body())).isEqualTo(body("/file", 1, FILE_LENGTH));
        }
    }

    @Test
    void file_that_goes_while_it_is_opened_because_another_version_came_is_not_damage() {
        AtomicReference<Runnable> beforeOpening = new AtomicReference<>(() -> {});
        DiskFiles files = new DiskFiles() {
            @Override
            public FileChannel open(Path file) throws IOException {
                beforeOpening.getAndSet(() -> {}).run();
                return DiskFiles.super.open(file);
            }
        };
        reopen(files, 1);
        driver.putVersion("/file", 1, FILE_LENGTH);
        Path first = segmentFile();
        beforeOpening.set(() -> {
            driver.putVersion("/file", 2, FILE_LENGTH);
            Awaitility.await().until(() -> Files.notExists(first));
        });
        driver.lookup(key("/file"), NO_INPUTS);

        assertThat(first).doesNotExist();
        assertThat(store.stats().disk().corruptions()).isZero();
        assertThat(driver.readsVersion("/file", 2, FILE_LENGTH)).isTrue();
    }

    private Path segmentFile() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".seg"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
