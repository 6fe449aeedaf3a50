package io.skerry.cache.store.eviction;

/**
 * How often keys were asked for lately, approximately, resident or not: a count-min sketch of two rows in one table, aged a counter at a time, so
 * that no request pays for a pass over all of it. Not thread-safe.
 */
final class UseHistory {

    private static final int MOST = 100;
    private static final int LEAST_COUNTERS = 256;
    private static final int MOST_COUNTERS = 1 << 24;

    private final byte[] counters;
    private final int mask;
    private int ageing;
    private boolean skip;

    /** For so many keys, of each of which four counters are kept. */
    UseHistory(long keys) {
        long wanted = Math.clamp(keys * 4, LEAST_COUNTERS, MOST_COUNTERS);
        counters = new byte[(int) Long.highestOneBit(wanted * 2 - 1)];
        mask = counters.length - 1;
    }

    int count(long digest) {
        return Math.min(counters[first(digest)], counters[second(digest)]);
    }

    void add(long digest, int uses) {
        add(first(digest), uses);
        add(second(digest), uses);
        // Every second call: all counters are halved once in eight calls for each key there is room for.
        skip = !skip;
        if (!skip) {
            counters[ageing] >>= 1;
            ageing = (ageing + 1) & mask;
        }
    }

    private void add(int at, int uses) {
        counters[at] = (byte) Math.min(MOST, counters[at] + uses);
    }

    private int first(long digest) {
        return (int) digest & mask;
    }

    private int second(long digest) {
        return (int) (digest >>> 32) & mask;
    }
}
