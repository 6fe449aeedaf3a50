package io.skerry.cache.store.disk;

import io.skerry.cache.store.disk.DiskReader.Check;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;

/**
 * Reads everything stored, over and over at a slow pace, and compares it with its checksums: damage that nobody asked for yet is
 * found and removed before it is asked for. On the keeper's thread only.
 */
final class Scrubber {

    private static final int SLICE_BUFFER = 256 << 10;

    private final DiskTier tier;
    private final DiskReader reader;
    private final DiskCounters counters;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(SLICE_BUFFER);
    private Iterator<DiskEntry> ahead = Collections.emptyIterator();

    Scrubber(DiskTier tier, DiskReader reader, DiskCounters counters) {
        this.tier = tier;
        this.reader = reader;
        this.counters = counters;
    }

    /** Goes on for about so many bytes; a file is checked as a whole. */
    void turn(long bytes) {
        long left = bytes;
        boolean begun = false;
        while (left > 0 && !tier.isClosing()) {
            if (!ahead.hasNext()) {
                if (begun) {
                    return;
                }
                begun = true;
                ahead = tier.index().all().iterator();
                if (!ahead.hasNext()) {
                    return;
                }
            }
            left -= check(ahead.next());
            if (!ahead.hasNext()) {
                counters.scrubPasses.increment();
            }
        }
    }

    private long check(DiskEntry entry) {
        Check check = reader.check(entry, buffer);
        counters.scrubbedRecords.increment();
        counters.scrubbedBytes.add(check.bytes());
        if (check.damaged()) {
            counters.scrubFindings.increment();
        }
        return Math.max(check.bytes(), Room.UNIT_BYTES);
    }
}
