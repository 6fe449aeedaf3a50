package io.skerry.benchmarks;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * Plays a trace through the store's memory tier as it is, and through LRU and FIFO with the same room and the same weight of each
 * response; prints the hit ratio by requests and by bytes.
 *
 * <p>Arguments: {@code adaptsize FILE} (lines of time, id and bytes), {@code web FILE} (ids of 4 bytes, big-endian; all of one size), or
 * {@code synthetic REQUESTS} (Zipf keys, a third of them asked for once). {@code -} reads standard input, for compressed traces.
 */
public final class HitRatio {

    private static final int WEB_BYTES = 8 * 1024;
    private static final int SYNTHETIC_BYTES = 1024;
    private static final int SYNTHETIC_KEYS = 1_000_000;
    private static final long[] MEMORIES = {16L << 20, 64L << 20, 256L << 20, 1L << 30};

    private HitRatio() {}

    /** Plays one trace at several sizes of memory. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("expected: adaptsize FILE | web FILE | synthetic REQUESTS");
            System.exit(2);
        }
        Trace trace = read(arguments[0], arguments[1]);
        System.out.printf(
                Locale.ROOT, "%s: %,d requests of %,.0f MB%n", arguments[0], trace.requests(), trace.bytes() / 1e6);
        System.out.printf("%10s %-8s %10s %10s%n", "memory", "policy", "requests", "bytes");
        for (long memory : MEMORIES) {
            for (SimulatedCache cache : List.of(
                    new SimulatedCache.Store(memory),
                    new SimulatedCache.Linked(SimulatedCache.Order.LRU, memory),
                    new SimulatedCache.Linked(SimulatedCache.Order.FIFO, memory))) {
                try (cache) {
                    play(trace, memory, cache);
                }
            }
        }
    }

    private static void play(Trace trace, long memory, SimulatedCache cache) {
        Tally tally = new Tally(cache);
        trace.forEach(tally);
        System.out.printf(
                Locale.ROOT,
                "%7d MB %-8s %9.2f%% %9.2f%%%n",
                memory >> 20,
                cache.name(),
                100.0 * tally.hits / Math.max(1, tally.requests),
                100.0 * tally.hitBytes / Math.max(1, tally.bytes));
    }

    /** Counts what a cache answers; told id and size packed into one number, which needs no box. */
    private static final class Tally implements LongConsumer {
        private final SimulatedCache cache;
        private long requests;
        private long bytes;
        private long hits;
        private long hitBytes;

        Tally(SimulatedCache cache) {
            this.cache = cache;
        }

        @Override
        public void accept(long packed) {
            int id = (int) (packed >>> 32);
            int size = (int) packed;
            boolean hit = cache.ask(id, size);
            requests++;
            bytes += size;
            hits += hit ? 1 : 0;
            hitBytes += hit ? size : 0;
        }
    }

    /** Requests in order, each an id in the upper and a size in bytes in the lower half. */
    private interface Trace {
        void forEach(LongConsumer each);

        default long requests() {
            long[] count = new long[1];
            forEach(packed -> count[0]++);
            return count[0];
        }

        default long bytes() {
            long[] sum = new long[1];
            forEach(packed -> sum[0] += (int) packed);
            return sum[0];
        }
    }

    private static long packed(long id, long size) {
        return (id << 32) | Math.clamp(size, 1, Integer.MAX_VALUE);
    }

    private static Trace read(String kind, String source) throws IOException {
        return switch (kind) {
            case "adaptsize" -> stored(lines(source));
            case "web" -> stored(words(source));
            case "synthetic" -> synthetic(Long.parseLong(source));
            default -> throw new IllegalArgumentException("not a kind of trace: " + kind);
        };
    }

    private static Trace stored(List<Long> requests) {
        long[] all = requests.stream().mapToLong(Long::longValue).toArray();
        return each -> {
            for (long request : all) {
                each.accept(request);
            }
        };
    }

    private static InputStream open(String source) throws IOException {
        return new BufferedInputStream(source.equals("-") ? System.in : Files.newInputStream(Path.of(source)));
    }

    private static List<Long> lines(String source) throws IOException {
        List<Long> requests = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(open(source), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] fields = line.split(" ", -1);
                requests.add(packed(Long.parseLong(fields[1]), Long.parseLong(fields[2])));
            }
        }
        return requests;
    }

    private static List<Long> words(String source) throws IOException {
        List<Long> requests = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(open(source))) {
            while (true) {
                requests.add(packed(in.readInt() & 0xffff_ffffL, WEB_BYTES));
            }
        } catch (EOFException end) {
            return requests;
        }
    }

    /** Made anew at each turn from one seed, since 50 million requests need not be kept. */
    private static Trace synthetic(long count) {
        double[] sums = new double[SYNTHETIC_KEYS];
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += 1 / Math.pow(i + 1, 0.9);
            sums[i] = sum;
        }
        double total = sum;
        return each -> {
            Random random = new Random(7);
            int once = SYNTHETIC_KEYS;
            for (long i = 0; i < count; i++) {
                boolean wonder = random.nextInt(3) == 0;
                int found = Arrays.binarySearch(sums, random.nextDouble() * total);
                int key = wonder ? once++ : Math.min(found < 0 ? -found - 1 : found, SYNTHETIC_KEYS - 1);
                each.accept(packed(key, SYNTHETIC_BYTES));
            }
        };
    }
}
