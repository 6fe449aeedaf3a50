package io.skerry.cache.purge;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When each URL was last invalidated by an unsafe method (RFC 9111 4.4), in a fixed amount of memory: clients cause
 * invalidations, so their number must not cost room.
 *
 * <p>A Bloom filter of sequence numbers: each URL raises four slots, and was invalidated no later than the lowest of them says.
 * A URL that shares all four slots with others is validated once too often; with 10,000 invalidations since a response was
 * fetched that happens to 1 in 2,500. Any thread may raise and read.
 */
final class InvalidationFilter {

    private static final int SLOTS = 1 << 18;
    private static final int PROBES = 4;

    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);
    private final AtomicLong newest = new AtomicLong();

    /** Records that the URL was invalidated at {@code seq}. */
    void raise(long url, long seq) {
        newest.accumulateAndGet(seq, Math::max);
        for (int probe = 0; probe < PROBES; probe++) {
            slots.accumulateAndGet(slot(url, probe), seq, Math::max);
        }
    }

    /** Whether any URL at all was invalidated after {@code seq}. */
    boolean newerThan(long seq) {
        return newest.get() > seq;
    }

    /** No invalidation of the URL is newer than this; 0 for none at all. */
    long newest(long url) {
        long lowest = Long.MAX_VALUE;
        for (int probe = 0; probe < PROBES; probe++) {
            lowest = Math.min(lowest, slots.get(slot(url, probe)));
        }
        return lowest;
    }

    private static int slot(long url, int probe) {
        int step = (int) (url >>> 32) | 1;
        return ((int) url + probe * step) & (SLOTS - 1);
    }
}
