package io.skerry.cache.purge;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The sequence number up to which everything is in force, and how it moves.
 *
 * <p>Journal records and local invalidations share one order, because a response carries one number and is compared with both.
 * The upper bits count journal records, the lower ones the invalidations since the newest record. So a record's number is known
 * before it is written, however many invalidations happen while the disk works; and since every start writes a record, the
 * numbers of a new run are above all numbers of the runs before, although invalidations are not on disk. Until that record is
 * written there are none for invalidations.
 *
 * <p>{@code publishRecord} is called by the writer alone, the rest by any thread.
 */
final class PublishedSeq {

    static final int LOCAL_BITS = 24;

    /** Everything is judged the slow way: the invalidations since the newest record can no longer be told apart. */
    private static final long EXHAUSTED = Long.MAX_VALUE;

    private final int localBits;
    private final AtomicLong published;
    private volatile long lastRecord;

    PublishedSeq(long lastRecord, int localBits) {
        this.localBits = localBits;
        this.lastRecord = lastRecord;
        this.published = new AtomicLong(lastRecord << localBits);
    }

    /** The numbers of a run whose first record is not written yet: what earlier runs gave to invalidations is not known. */
    static PublishedSeq awaitingRecord(long lastRecord, int localBits) {
        PublishedSeq seq = new PublishedSeq(lastRecord, localBits);
        seq.published.set(EXHAUSTED);
        return seq;
    }

    /** What readers compare cursors with: one volatile read. Load it before matching anything. */
    long load() {
        return published.get();
    }

    /** The newest number that a response may carry. */
    long stampable() {
        long seq = published.get();
        return seq == EXHAUSTED ? lastLocal() : seq;
    }

    /** Whether invalidations cannot be numbered until the next record: every stored response is to be validated. */
    static boolean exhausted(long loaded) {
        return loaded == EXHAUSTED;
    }

    /** The sequence number of a journal record. */
    long ofRecord(long number) {
        return number << localBits;
    }

    /** The newest record among those up to a sequence number. */
    long recordOf(long seq) {
        return seq >> localBits;
    }

    /** The number of the newest record in force. */
    long lastRecord() {
        return lastRecord;
    }

    /** Puts everything up to this record in force. Whatever it purges must be indexed before. */
    void publishRecord(long number) {
        // In this order: while numbers are exhausted, a stamp is taken from the last record, and one taken from a
        // record not yet published would hide that record from the response.
        published.set(ofRecord(number));
        lastRecord = number;
    }

    /**
     * Puts one invalidation of a URL in force: first in the filter, then published.
     *
     * @return whether the numbers run short, and a record should be written soon
     */
    Supply publishInvalidation(InvalidationFilter filter, long url) {
        while (true) {
            long seq = published.get();
            long local = seq & localMask();
            if (seq == EXHAUSTED || local == localMask()) {
                // Responses fetched from now on carry lastLocal() at most, so they too are older
                // than the next record's number.
                filter.raise(url, ofRecord(lastRecord + 1));
                if (seq == EXHAUSTED || published.compareAndSet(seq, EXHAUSTED)) {
                    return Supply.SHORT;
                }
                continue;
            }
            filter.raise(url, seq + 1);
            if (published.compareAndSet(seq, seq + 1)) {
                return local == localMask() >>> 1 ? Supply.SHORT : Supply.AMPLE;
            }
        }
    }

    private long lastLocal() {
        return ofRecord(lastRecord) | localMask();
    }

    private long localMask() {
        return (1L << localBits) - 1;
    }

    /** How many numbers are left for invalidations. */
    enum Supply {
        AMPLE,
        SHORT
    }
}
