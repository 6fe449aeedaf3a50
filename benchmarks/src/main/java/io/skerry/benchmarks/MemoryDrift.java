package io.skerry.benchmarks;

import io.skerry.cache.key.CacheKey;
import io.skerry.cache.store.CacheStore;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.StoreSettings;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.tiered.TieredStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Whether resident memory stays what {@code storage.memory} promises while the sizes of responses shift: small ones, then large
 * ones, then all sizes at once, removed at random and read on while they go.
 *
 * <p>Run on Linux as {@code java -Xms512m -Xmx512m -XX:+AlwaysPreTouch … io.skerry.benchmarks.MemoryDrift [MEMORY_MB]}: with a heap
 * that is resident from the start, what grows is the store. Prints for each phase the growth of resident memory, over what is
 * promised.
 */
public final class MemoryDrift {

    private static final int MEMORY_MB = 256;
    private static final int WARM_MB = 16;
    private static final long MIB = 1L << 20;
    private static final int MOST_BYTES = 1 << 20;
    private static final int KEYS = 200_000;
    /** How many times its memory passes through the store in a phase. */
    private static final int TURNS = 4;

    private static final int HELD_OPEN = 32;
    private static final int PAGE_BYTES = 4096;
    private static final Path STATM = Path.of("/proc/self/statm");

    /** The sizes of a phase, spread evenly over their logarithms. */
    private enum Phase {
        SMALL(300, 4 << 10),
        LARGE(48 << 10, MOST_BYTES),
        SMALL_AGAIN(300, 2 << 10),
        MIXED(300, MOST_BYTES);

        private final double least;
        private final double factor;

        Phase(int least, int most) {
            this.least = least;
            this.factor = (double) most / least;
        }

        int bytes(SplittableRandom random) {
            return (int) (least * Math.pow(factor, random.nextDouble()));
        }
    }

    private final long memoryBytes;
    private final SplittableRandom random = new SplittableRandom(11);
    private final ByteBuffer content = ByteBuffer.allocateDirect(MOST_BYTES);
    private final Deque<StoredResponse> open = new ArrayDeque<>();

    private MemoryDrift(long memoryBytes) {
        this.memoryBytes = memoryBytes;
        while (content.hasRemaining()) {
            content.put((byte) 1);
        }
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : MEMORY_MB;
        // Compiled code and classes come with the first store, and are not what is measured.
        new MemoryDrift(WARM_MB * MIB).run(residentBytes(), false);
        System.gc();
        new MemoryDrift(megabytes * MIB).run(residentBytes(), true);
    }

    private void run(long before, boolean printed) throws IOException {
        CacheStore store = TieredStore.open(
                new StoreSettings(memoryBytes, Optional.empty(), MOST_BYTES),
                Fixtures.quietJudge(),
                InstantSource.system());
        for (Phase phase : Phase.values()) {
            pass(store, phase);
            if (printed) {
                double over = (residentBytes() - before) / (double) memoryBytes;
                System.out.printf(
                        Locale.ROOT,
                        "%-12s entries %6d  resident_over_promised %.3f%n",
                        phase.name().toLowerCase(Locale.ROOT),
                        store.stats().hot().entries(),
                        over);
            }
        }
        while (!open.isEmpty()) {
            open.remove().close();
        }
        store.close().toCompletableFuture().join();
    }

    private void pass(CacheStore store, Phase phase) {
        for (long written = 0; written < TURNS * memoryBytes; ) {
            int bytes = phase.bytes(random);
            put(store, random.nextInt(KEYS), content.clear().limit(bytes));
            written += bytes;
            look(store, Fixtures.key(random.nextInt(KEYS)));
        }
    }

    private static void put(CacheStore store, int number, ByteBuffer bytes) {
        int length = bytes.remaining();
        if (store.open(Fixtures.key(number), OptionalLong.of(length)) instanceof SinkOpening.Open opened) {
            ResponseSink sink = opened.sink();
            sink.write(bytes);
            var _ = sink.commit(Fixtures.head(number, length));
        }
    }

    /** Removes one in eight of what it finds, and keeps the others open for a while. */
    private void look(CacheStore store, CacheKey key) {
        if (!(store.lookup(key, input -> "") instanceof Lookup.Found found)) {
            return;
        }
        if (random.nextInt(8) == 0) {
            store.remove(found.response());
        }
        open.add(found.response());
        if (open.size() > HELD_OPEN) {
            open.remove().close();
        }
    }

    private static long residentBytes() throws IOException {
        return Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE_BYTES;
    }
}
