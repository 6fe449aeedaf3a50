package io.skerry.benchmarks;

import io.skerry.cache.store.CacheStore;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.StoreSettings;
import io.skerry.cache.store.StoreSettings.Admission;
import io.skerry.cache.store.StoreSettings.DiskSettings;
import io.skerry.cache.store.StoreStats;
import io.skerry.cache.store.tiered.TieredStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What many responses on disk cost: heap for each in the index, and the time a restart takes to index them.
 *
 * <p>Run as {@code java … io.skerry.benchmarks.StoreScale FOLDER [RESPONSES] [BYTES] [DISK_GB]}; a million of 1 KB on 10 GB by
 * default. Prints lines of name and number. The folder is left as it is.
 */
public final class StoreScale {

    private static final int RESPONSES = 1_000_000;
    private static final int BYTES = 1024;
    private static final long DISK_GB = 10;
    private static final long GB = 1_000_000_000L;
    private static final long MEMORY_BYTES = 64L << 20;
    private static final long MOST_QUEUED = 4000;
    private static final long PAUSE_NANOS = 2_000_000;
    private static final int COLLECTIONS = 3;
    private static final int LOOKS = 100;

    private final DiskSettings disk;

    private StoreScale(DiskSettings disk) {
        this.disk = disk;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        int responses = arguments.length > 1 ? Integer.parseInt(arguments[1]) : RESPONSES;
        int bytes = arguments.length > 2 ? Integer.parseInt(arguments[2]) : BYTES;
        long gigabytes = arguments.length > 3 ? Long.parseLong(arguments[3]) : DISK_GB;
        Path folder = Path.of(arguments[0]);
        new StoreScale(new DiskSettings(folder, gigabytes * GB, Admission.ALWAYS)).run(responses, bytes);
    }

    private void run(int responses, int bytes) {
        fill(responses, bytes);
        index();
    }

    private void fill(int responses, int bytes) {
        CacheStore first = open();
        long begun = System.nanoTime();
        ByteBuffer content = ByteBuffer.allocateDirect(bytes);
        for (int i = 0; i < responses; i++) {
            put(first, i, content.clear());
            if (i % LOOKS == 0) {
                await(first, MOST_QUEUED);
            }
        }
        await(first, 0);
        print("stored_responses_per_second", responses / seconds(begun));
        print("stored_entries", (double) first.stats().disk().entries());
        first.close().toCompletableFuture().join();
    }

    private void index() {
        long before = heapUsed();
        CacheStore second = open();
        while (second.stats().health().recovering()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        StoreStats stats = second.stats();
        long entries = stats.disk().entries();
        print("indexed_entries", (double) entries);
        print("indexed_seconds", stats.health().recoveryMillis() / 1e3);
        print("heap_bytes_per_entry", (heapUsed() - before) / (double) Math.max(1, entries));
        second.close().toCompletableFuture().join();
    }

    private static void await(CacheStore store, long queued) {
        while (store.stats().health().queuedWrites() > queued) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private CacheStore open() {
        return TieredStore.open(
                new StoreSettings(MEMORY_BYTES, Optional.of(disk), GB), Fixtures.quietJudge(), InstantSource.system());
    }

    private static void put(CacheStore store, int number, ByteBuffer content) {
        int length = content.remaining();
        switch (store.open(Fixtures.key(number), OptionalLong.of(length))) {
            case SinkOpening.Open open -> {
                ResponseSink sink = open.sink();
                sink.write(content);
                var _ = sink.commit(Fixtures.head(number, length));
            }
            case SinkOpening.Refused refused -> throw new IllegalStateException("refused: " + refused.reason());
        }
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static long heapUsed() {
        for (int i = 0; i < COLLECTIONS; i++) {
            ManagementFactory.getMemoryMXBean().gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void print(String name, double number) {
        System.out.printf(Locale.ROOT, "%-28s %.2f%n", name, number);
    }
}
