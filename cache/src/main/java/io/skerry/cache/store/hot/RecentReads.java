package io.skerry.cache.store.hot;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which responses have been read from disk lately, by digest.
 *
 * <p>A table of fixed size in which a later read may overwrite another's place. Any thread, without a lock: what is lost when two write at
 * once is one note, and with it a little later a place in memory.
 */
final class RecentReads {

    /** One place for so many bytes of memory: more places than responses, where these are not very small. */
    private static final long BYTES_EXPECTED = 2048;

    private static final int MOST_PLACES = 1 << 18;
    private static final int LEAST_PLACES = 1 << 8;
    /** The lower bits of a place say when, the upper ones which. */
    private static final int COUNT_BITS = 24;

    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final AtomicLongArray places;
    private int count;

    /** A table for a memory of so many bytes. */
    RecentReads(long memoryBytes) {
        long wanted = Math.clamp(memoryBytes / BYTES_EXPECTED, LEAST_PLACES, MOST_PLACES);
        places = new AtomicLongArray((int) Long.highestOneBit(wanted));
    }

    /**
     * Notes a read.
     *
     * @param within how many reads ago the last one still counts
     * @return whether it is known to be not the first of late
     */
    boolean again(long digest, long within) {
        long now = ++count & COUNT_MASK;
        long which = digest & ~COUNT_MASK;
        int place = (int) digest & (places.length() - 1);
        long noted = places.getOpaque(place);
        places.setOpaque(place, which | now);
        // Nothing has been read at count 0, which an empty place shows.
        boolean known = noted != 0 && (noted & ~COUNT_MASK) == which;
        return known && ((now - noted) & COUNT_MASK) <= within;
    }
}
