package io.skerry.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** Requests in order. Can be played more than once. */
interface Trace {

    /** Told of each request. */
    interface Request {
        /** @param bytes length of the response, the same each time but for a trace that says otherwise */
        void of(long id, int bytes);
    }

    void forEach(Request each);

    /** Whether all responses are of one size. */
    boolean equalSizes();

    /** Requests kept in memory, 12 bytes each. */
    final class Kept implements Trace {
        private long[] ids = new long[1024];
        private int[] sizes = new int[1024];
        private int count;
        private boolean equal = true;

        void add(long id, long bytes) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, count * 2);
                sizes = Arrays.copyOf(sizes, count * 2);
            }
            ids[count] = id;
            sizes[count] = Math.clamp(bytes, 1, Integer.MAX_VALUE);
            equal &= sizes[count] == sizes[0];
            count++;
        }

        int count() {
            return count;
        }

        @Override
        public void forEach(Request each) {
            for (int i = 0; i < count; i++) {
                each.of(ids[i], sizes[i]);
            }
        }

        @Override
        public boolean equalSizes() {
            return equal;
        }
    }

    /**
     * Keys of unequal popularity among keys asked for once, made anew from one seed at each turn: 50 million requests need not be kept.
     *
     * @param requests how many
     * @param keys how many that are asked for again and again
     * @param exponent of their popularity (Zipf)
     * @param once the share of requests for keys asked for once
     * @param bytes of each response; 0 for sizes from 100 bytes to 4 MB, the same for a key each time
     */
    record Zipf(long requests, int keys, double exponent, double once, int bytes) implements Trace {

        private static final long FIRST_WONDER = 1L << 40;

        @Override
        public void forEach(Request each) {
            double[] sums = sums();
            double total = sums[keys - 1];
            Random random = new Random(7);
            long wonder = FIRST_WONDER;
            for (long i = 0; i < requests; i++) {
                long key;
                if (random.nextDouble() < once) {
                    key = wonder++;
                } else {
                    int found = Arrays.binarySearch(sums, random.nextDouble() * total);
                    key = Math.min(found < 0 ? -found - 1 : found, keys - 1);
                }
                each.of(key, bytes > 0 ? bytes : size(key));
            }
        }

        private double[] sums() {
            double[] sums = new double[keys];
            double sum = 0;
            for (int i = 0; i < keys; i++) {
                sum += 1 / Math.pow(i + 1, exponent);
                sums[i] = sum;
            }
            return sums;
        }

        private static int size(long key) {
            double logarithm = 9 + 1.6 * new Random(key * 0x9E3779B97F4A7C15L).nextGaussian();
            return (int) Math.clamp(Math.exp(logarithm), 100, 4 << 20);
        }

        @Override
        public boolean equalSizes() {
            return bytes > 0;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d requests, Zipf %s over %,d keys, %.0f %% asked once",
                    requests,
                    exponent,
                    keys,
                    once * 100);
        }
    }
}
