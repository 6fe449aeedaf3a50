package io.skerry.cache.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything stored, over and over at a slow pace, and compares it with its checksums: damage that nobody asked for yet is
 * found and removed before it is asked for. On the keeper's thread only.
 */
final class Scrubber {

    private static final int SLICE_BUFFER = 256 << 10;

    private final DiskParts parts;
    private final DiskReader reader;
    private final DiskCounters counters;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(SLICE_BUFFER);
    private Iterator<DiskEntry> ahead = Collections.emptyIterator();
    private @Nullable FileCheck file;
    /** What the last turn read beyond its bytes: the end of a record or of a slice. */
    private long overdrawn;

    Scrubber(DiskParts parts, DiskReader reader) {
        this.parts = parts;
        this.reader = reader;
        this.counters = parts.counters();
    }

    /** Goes on for so many bytes; a long file is checked over several turns. */
    void turn(long bytes) {
        long left = bytes - overdrawn;
        boolean begun = false;
        while (left > 0 && !parts.isClosing()) {
            if (file == null && !ahead.hasNext()) {
                if (begun) {
                    break;
                }
                begun = true;
                ahead = parts.index().all().iterator();
                if (!ahead.hasNext()) {
                    break;
                }
            }
            left -= step();
            if (file == null && !ahead.hasNext()) {
                counters.scrubPasses.increment();
            }
        }
        overdrawn = Math.max(0, -left);
    }

    /** Ends what is under way. */
    void close() {
        endFile();
    }

    private long step() {
        FileCheck open = file;
        long bytes = open == null ? check(ahead.next()) : goOn(open);
        counters.scrubbedBytes.add(bytes);
        return Math.max(bytes, Room.UNIT_BYTES);
    }

    private long check(DiskEntry entry) {
        counters.scrubbedRecords.increment();
        ByteBuffer record = parts.shards().get(entry);
        if (record == null) {
            if (parts.shards().isOpen(entry)) {
                foundInRecord(entry, "its record is gone");
            }
            return 0;
        }
        if (!(EntryCodec.decode(record) instanceof Decoded.Entry decoded) || decoded.id() != entry.id) {
            foundInRecord(entry, "found by the check");
        } else if (decoded.place() instanceof BodyPlace.InFile place) {
            begin(entry, place);
        }
        return record.limit();
    }

    private void begin(DiskEntry entry, BodyPlace.InFile place) {
        try {
            SegmentFile opened = SegmentFile.open(parts.segments(), place, _ -> {}, Runnable::run);
            if (opened == null) {
                foundInFile(entry);
            } else {
                file = new FileCheck(entry, opened);
            }
        } catch (IOException e) {
            parts.faults().failed("a segment file cannot be checked", e);
        }
    }

    private long goOn(FileCheck check) {
        try {
            int slice = check.next++;
            if (slice >= check.file.slices() || !parts.index().holds(check.entry)) {
                endFile();
                return 0;
            }
            if (!check.file.matches(slice, buffer)) {
                endFile();
                foundInFile(check.entry);
            }
            return check.file.sliceBytes();
        } catch (IOException e) {
            endFile();
            parts.faults().failed("a segment file cannot be checked", e);
            if (check.next > 1) {
                reader.unreadable(check.entry);
                counters.scrubFindings.increment();
            }
            return 0;
        }
    }

    private void endFile() {
        FileCheck open = file;
        file = null;
        if (open != null) {
            open.file.closeNow();
        }
    }

    private void foundInFile(DiskEntry entry) {
        found(reader.fileDamaged(entry, "its file was found damaged by the check"));
    }

    private void foundInRecord(DiskEntry entry, String reason) {
        found(reader.recordDamaged(entry, reason));
    }

    private void found(boolean first) {
        if (first) {
            counters.scrubFindings.increment();
        }
    }

    /** A file of which some slices have been compared. */
    private static final class FileCheck {
        private final DiskEntry entry;
        private final SegmentFile file;
        private int next;

        FileCheck(DiskEntry entry, SegmentFile file) {
            this.entry = entry;
            this.file = file;
        }
    }
}
