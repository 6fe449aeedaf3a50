package io.skerry.benchmarks;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.CacheStore;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.StoreSettings;
import io.skerry.cache.store.StoreSettings.Admission;
import io.skerry.cache.store.StoreSettings.DiskSettings;
import io.skerry.cache.store.StoreStats;
import io.skerry.cache.store.tiered.TieredStore;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What many responses on disk cost: heap for each in the index, and the time a restart takes to index them.
 *
 * <p>Run as {@code java … io.skerry.benchmarks.StoreScale STEPS FOLDER [RESPONSES] [BYTES] [DISK_GB]}, with the steps' names
 * joined by commas; a million of 1 KB on 14 GB by default. Prints lines of name and number. The folder is left as it is.
 *
 * <ul>
 *   <li>{@code plain}, {@code varying}: stores responses that are all alike, or vary by {@code Accept-Encoding}; both are tagged
 *   <li>{@code clean}, {@code killed}: how the store ends after that; the second ends the process as well, as a kill would
 *   <li>{@code index}: opens what is there and waits until it is indexed; run it in a process of its own
 *   <li>{@code histogram}: prints what is in the heap after that
 * </ul>
 */
public final class StoreScale {

    private static final int RESPONSES = 1_000_000;
    private static final int BYTES = 1024;
    private static final long DISK_GB = 14;
    private static final long GB = 1_000_000_000L;
    private static final long MEMORY_BYTES = 64L << 20;
    private static final long MOST_QUEUED = 4000;
    private static final long PAUSE_NANOS = 2_000_000;
    private static final int COLLECTIONS = 3;
    private static final int LOOKS = 100;
    /** Between the responses asked for: they lie all over the disk. */
    private static final long STRIDE = 7919;

    private static final int CLASSES_SHOWN = 16;
    private static final String FIELD = "accept-encoding";
    private static final String CODING = "gzip, br";
    private static final List<VariantInput> INPUTS = List.of(new VariantInput(VariantInput.Kind.HEADER, FIELD));
    private static final InputSource REQUEST = input -> input.name().equals(FIELD) ? CODING : "";

    /** What is stored. */
    private enum Kind {
        PLAIN,
        VARYING
    }

    private final List<String> steps;
    private final DiskSettings disk;
    private final int responses;
    private final int bytes;

    private StoreScale(String[] arguments) {
        steps = List.of(arguments[0].split(","));
        responses = arguments.length > 2 ? Integer.parseInt(arguments[2]) : RESPONSES;
        bytes = arguments.length > 3 ? Integer.parseInt(arguments[3]) : BYTES;
        long gigabytes = arguments.length > 4 ? Long.parseLong(arguments[4]) : DISK_GB;
        disk = new DiskSettings(Path.of(arguments[1]), gigabytes * GB, Admission.ALWAYS);
    }

    /** Runs the steps. */
    public static void main(String[] arguments) throws JMException {
        new StoreScale(arguments).run();
    }

    private void run() throws JMException {
        for (Kind kind : Kind.values()) {
            if (steps.contains(kind.name().toLowerCase(Locale.ROOT))) {
                fill(kind);
            }
        }
        if (steps.contains("index")) {
            index();
        }
    }

    private void fill(Kind kind) {
        CacheStore store = open();
        long begun = System.nanoTime();
        ByteBuffer content = ByteBuffer.allocateDirect(bytes);
        for (int i = 0; i < responses; i++) {
            put(store, head(kind, i, bytes), content.clear());
            if (i % LOOKS == 0) {
                await(store, MOST_QUEUED);
            }
        }
        await(store, 0);
        print("stored_responses_per_second", responses / seconds(begun));
        print("stored_entries", (double) store.stats().disk().entries());
        if (steps.contains("killed")) {
            Runtime.getRuntime().halt(0);
        }
        store.close().toCompletableFuture().join();
    }

    private static StoredHead head(Kind kind, int number, int length) {
        StoredHead plain = Fixtures.head(number, length);
        return switch (kind) {
            case PLAIN -> plain;
            case VARYING -> varying(plain);
        };
    }

    private static StoredHead varying(StoredHead plain) {
        return new StoredHead(
                plain.key(),
                new VariantKey(INPUTS, List.of(CODING)),
                plain.site(),
                plain.uri(),
                plain.response(),
                plain.requestTime(),
                plain.responseTime(),
                plain.tags(),
                plain.parents(),
                plain.snapshots(),
                plain.originValidators(),
                plain.clientValidators(),
                plain.contentCoding(),
                plain.body(),
                plain.stamp());
    }

    private void index() throws JMException {
        long before = heapUsed();
        long begun = System.nanoTime();
        CacheStore store = open();
        double firstHit = -1;
        for (long i = 0; store.stats().health().recovering(); i += STRIDE) {
            if (firstHit < 0 && isHit(store, Fixtures.key(i % responses))) {
                firstHit = seconds(begun);
            }
            LockSupport.parkNanos(firstHit < 0 ? PAUSE_NANOS / LOOKS : PAUSE_NANOS);
        }
        StoreStats stats = store.stats();
        long entries = stats.disk().entries();
        print("indexed_entries", (double) entries);
        print("first_hit_seconds", firstHit);
        print("indexed_seconds", stats.health().recoveryMillis() / 1e3);
        print("heap_bytes_per_entry", (heapUsed() - before) / (double) Math.max(1, entries));
        if (steps.contains("histogram")) {
            histogram();
        }
        store.close().toCompletableFuture().join();
    }

    private static boolean isHit(CacheStore store, CacheKey key) {
        Lookup found = store.lookup(key, REQUEST);
        if (found instanceof Lookup.Pending pending) {
            found = pending.later().toCompletableFuture().join();
        }
        if (found instanceof Lookup.Found hit) {
            hit.response().close();
            return true;
        }
        return false;
    }

    private static void histogram() throws JMException {
        Object lines = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        lines.toString().lines().limit(CLASSES_SHOWN).forEach(System.out::println);
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

    private static void put(CacheStore store, StoredHead head, ByteBuffer content) {
        switch (store.open(head.key(), OptionalLong.of(content.remaining()))) {
            case SinkOpening.Open open -> {
                ResponseSink sink = open.sink();
                sink.write(content);
                var _ = sink.commit(head);
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
