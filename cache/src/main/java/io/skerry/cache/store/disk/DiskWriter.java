package io.skerry.cache.store.disk;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.store.RefusalCause;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.store.disk.DiskEntry.RecordPlace;
import io.skerry.cache.store.disk.ShardSet.Sealed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Writes stored responses: content first, head last, then the index. On store threads. */
final class DiskWriter {

    private static final double FULL = 0.98;
    private static final double HAS_ROOM = 0.95;
    private static final int LEAST_FILE_BYTES = 16 << 10;

    private final DiskParts parts;
    private final RoomMaker maker;
    private final DiskNeeds needs;
    private final DiskCounters counters;

    DiskWriter(DiskParts parts, DiskNeeds needs) {
        this.parts = parts;
        this.maker = new RoomMaker(parts.shards(), parts.index());
        this.needs = needs;
        this.counters = parts.counters();
    }

    /**
     * Writes a response out of memory.
     *
     * @param withdrawn whether it must not be found on disk any more
     */
    void write(DiskWrite response, BooleanSupplier withdrawn) {
        if (withdrawn.getAsBoolean()) {
            return;
        }
        DiskEntry written = parts.writing(() -> written(response));
        if (written == null) {
            counters.refusals.count(RefusalCause.NO_ROOM);
            return;
        }
        response.keptAt(written);
        if (withdrawn.getAsBoolean()) {
            // Replaced or purged after the look above: what has just been published must not outlive it.
            parts.index().remove(written);
        }
    }

    private @Nullable DiskEntry written(DiskWrite response) {
        // The id before the head: a freshening that comes between writes again, under a later id.
        long id = parts.nextId();
        return goesInFile(response.lengthBytes()) ? writeFile(id, response) : writeInline(id, response);
    }

    /** Contents of some size go to files as well while the shards for them are full and the files' share is not. */
    private boolean goesInFile(long lengthBytes) {
        return lengthBytes > EntryCodec.MAX_INLINE_BYTES
                || (lengthBytes >= LEAST_FILE_BYTES
                        && parts.index().fullness(Room.LARGE) >= FULL
                        && parts.index().fullness(Room.FILE) < HAS_ROOM);
    }

    /** Small records go among the larger ones while their own shards are full and those of the larger are not. */
    private Room roomFor(ByteBuffer record) {
        Room room = Room.forRecord(record.remaining());
        boolean moves = room == Room.SMALL
                && parts.index().fullness(Room.SMALL) >= FULL
                && parts.index().fullness(Room.LARGE) < HAS_ROOM;
        return moves ? Room.LARGE : room;
    }

    private @Nullable DiskEntry writeInline(long id, DiskWrite response) {
        BodyPlace place = new BodyPlace.Inline((int) response.lengthBytes());
        StoredHead head = response.head();
        ByteBuffer record = begin(id, head, place);
        if (record == null) {
            return null;
        }
        response.content(record::put);
        EntryCodec.seal(record);
        return publish(new Sealed(id, place, record), head, replaced(response));
    }

    private @Nullable DiskEntry writeFile(long id, DiskWrite response) {
        if (!parts.reserveFile(response.lengthBytes())) {
            return null;
        }
        boolean arriving = true;
        try {
            SegmentWriter file = parts.newSegment();
            boolean kept = false;
            try {
                response.content(bytes -> append(file, bytes));
                BodyPlace.InFile place = file.finish();
                // From here on it counts as stored; counted twice, it would put others out.
                parts.releaseFile(response.lengthBytes());
                arriving = false;
                DiskEntry entry = publishHead(id, response.head(), place, replaced(response));
                kept = entry != null;
                parts.faults().written();
                return entry;
            } finally {
                file.close(kept);
            }
        } catch (IOException | UncheckedIOException e) {
            parts.faults().writeFailed("a segment file cannot be written", e);
            return null;
        } finally {
            if (arriving) {
                parts.releaseFile(response.lengthBytes());
            }
        }
    }

    private static void append(SegmentWriter file, ByteBuffer bytes) {
        try {
            file.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Stores the head of a response that arrived straight in a file. Rule 4 of the purge log: compared once more.
     *
     * @param withdrawOlder keeps versions that wait to be written from coming into force after this one
     */
    Commit commitFile(StoredHead head, BodyPlace.InFile place, Runnable withdrawOlder) {
        PurgeCursor cursor = new PurgeCursor(head.stamp().seq());
        if (!(needs.judge().judge(head, cursor) instanceof PurgeVerdict.Not)) {
            return new Commit.NotStored(RefusedReason.PURGED);
        }
        withdrawOlder.run();
        if (!parts.writing(() -> publishHead(parts.nextId(), head, place, null) != null)) {
            counters.refusals.count(RefusalCause.NO_ROOM);
            return new Commit.NotStored(RefusedReason.DISK_UNAVAILABLE);
        }
        needs.fileStored().accept(head);
        return new Commit.Stored();
    }

    /** Writes the newer head of a response whose content stays in its file. */
    void rewriteHead(DiskEntry before) {
        parts.writing(() -> {
            rewrite(before);
            return true;
        });
    }

    private void rewrite(DiskEntry before) {
        StoredHead head = before.newerHead;
        long id = parts.nextId();
        ByteBuffer old = parts.shards().get(before);
        if (head == null || old == null || !(EntryCodec.decode(old) instanceof Decoded.Entry found)) {
            return;
        }
        ByteBuffer record = begin(id, head, found.place());
        if (record == null) {
            return;
        }
        EntryCodec.seal(record);
        RecordPlace place =
                parts.shards().put(roomFor(record), head.key(), new Sealed(id, found.place(), record), maker);
        if (place == null) {
            counters.refusals.count(RefusalCause.NO_ROOM);
            return;
        }
        DiskEntry after = new DiskEntry(head.key(), parts.index().shared(head.variant()), place);
        if (!replace(before, after, Room.FILE)) {
            return;
        }
        StoredHead newest = before.newerHead;
        if (newest != null && !newest.equals(head)) {
            after.newerHead = newest;
            rewrite(after);
        }
    }

    private static @Nullable DiskEntry replaced(DiskWrite response) {
        return response.replaces() instanceof DiskEntry before ? before : null;
    }

    private @Nullable DiskEntry publishHead(
            long id, StoredHead head, BodyPlace.InFile place, @Nullable DiskEntry replaced) {
        ByteBuffer record = begin(id, head, place);
        if (record == null) {
            return null;
        }
        EntryCodec.seal(record);
        return publish(new Sealed(id, place, record), head, replaced);
    }

    /** Null when the head is too long for a record. */
    private static @Nullable ByteBuffer begin(long id, StoredHead head, BodyPlace place) {
        ByteBuffer record = ShardSet.scratch();
        try {
            EntryCodec.begin(record, id, head, place);
            int content = place instanceof BodyPlace.Inline inline ? inline.lengthBytes() : 0;
            return record.remaining() < content ? null : record;
        } catch (BufferOverflowException e) {
            return null;
        }
    }

    /** Writes a record and puts it in force; of one that may only replace another, null where that is not in force. */
    private @Nullable DiskEntry publish(Sealed record, StoredHead head, @Nullable DiskEntry replaced) {
        RecordPlace where = parts.shards().put(roomFor(record.bytes()), head.key(), record, maker);
        if (where == null) {
            return null;
        }
        DiskEntry entry = new DiskEntry(head.key(), parts.index().shared(head.variant()), where);
        Room room = parts.shards().roomOf(where);
        if (replaced == null ? !parts.index().publish(entry, room) : !replace(replaced, entry, room)) {
            return null;
        }
        counters.admissions.increment();
        return entry;
    }

    private boolean replace(DiskEntry before, DiskEntry after, Room room) {
        boolean done = parts.index().replace(before, after, room);
        if (!done) {
            parts.deleteRecord(after);
        }
        return done;
    }
}
