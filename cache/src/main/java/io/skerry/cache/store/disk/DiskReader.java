package io.skerry.cache.store.disk;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.StoredVariant;
import io.skerry.cache.store.disk.DiskIndex.Selected;
import io.skerry.cache.store.memory.PieceChain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads stored responses: nothing leaves it that was not verified, compared with what was asked, and judged. */
final class DiskReader {

    private static final DiskRead GONE = new DiskRead.Gone();

    private final DiskParts parts;
    private final DiskNeeds needs;

    DiskReader(DiskParts parts, DiskNeeds needs) {
        this.parts = parts;
        this.needs = needs;
    }

    /** Reads what an index entry points to. On a store thread. */
    DiskRead read(CacheKey key, Selected selected) {
        DiskEntry entry = selected.entry();
        try (RecordCopy copy = RecordCopy.of(entry, parts.shards(), needs.memory())) {
            ByteBuffer record = copy.bytes();
            if (record == null) {
                if (parts.shards().isOpen(entry)) {
                    boolean _ = parts.index().takeOutRecord(entry);
                }
                return GONE;
            }
            return switch (EntryCodec.decode(record)) {
                case Decoded.Corrupt corrupt -> unusable(entry, corrupt.reason());
                case Decoded.Entry found when found.id() != entry.id -> unusable(entry, "another record's id");
                case Decoded.Entry found -> usable(key, selected, found) ? open(entry, found, copy) : GONE;
            };
        }
    }

    /** Reads the head of an entry for people to look at: nothing is removed, counted or held. On a store thread. */
    Optional<StoredVariant> head(CacheKey key, DiskEntry entry) {
        ByteBuffer record = parts.shards().get(entry);
        if (record == null || !(EntryCodec.decode(record) instanceof Decoded.Entry found) || found.id() != entry.id) {
            return Optional.empty();
        }
        StoredHead head = current(entry, found);
        if (!head.key().equals(key)) {
            return Optional.empty();
        }
        PurgeCursor cursor = new PurgeCursor(head.stamp().seq());
        return Optional.of(new StoredVariant(head, needs.judge().judge(head, cursor), StoredResponse.Tier.DISK));
    }

    /** Reads an entry whose key is known by its digest alone. On a store thread. */
    DiskRead read(DiskEntry entry) {
        try (RecordCopy copy = RecordCopy.of(entry, parts.shards(), needs.memory())) {
            ByteBuffer record = copy.bytes();
            return record != null && EntryCodec.decode(record) instanceof Decoded.Entry found && found.id() == entry.id
                    ? open(entry, found, copy)
                    : GONE;
        }
    }

    /**
     * Takes out what has a record that is not what was written. It is counted by the first who finds it: others may be reading it as well,
     * and what went meanwhile because another version came is no damage.
     *
     * @return whether that was this one
     */
    boolean recordDamaged(DiskEntry entry, String reason) {
        return said(parts.index().takeOutRecord(entry), entry, reason);
    }

    /** The same of a content's file. */
    boolean fileDamaged(DiskEntry entry, String reason) {
        return said(parts.index().takeOut(entry), entry, reason);
    }

    private boolean said(boolean first, DiskEntry entry, String reason) {
        if (first) {
            parts.faults().damaged(entry, reason);
        }
        return first;
    }

    private DiskRead unusable(DiskEntry entry, String reason) {
        boolean _ = recordDamaged(entry, reason);
        return GONE;
    }

    private void failed(DiskEntry entry, SliceFile.Fault fault) {
        switch (fault) {
            case DAMAGED -> {
                boolean _ = fileDamaged(entry, "a slice does not match its checksum");
            }
            case UNREADABLE -> unreadable(entry);
        }
    }

    /** The disk answers, but not everywhere in this content: the next request for it fetches it anew. */
    void unreadable(DiskEntry entry) {
        parts.index().remove(entry);
    }

    /** Two keys of one digest never share a response: the texts are compared. */
    private boolean usable(CacheKey key, Selected selected, Decoded.Entry found) {
        StoredHead head = found.head();
        return head.key().equals(key) && head.variant().equals(selected.variant());
    }

    private DiskRead open(DiskEntry entry, Decoded.Entry found, RecordCopy copy) {
        StoredHead head = current(entry, found);
        PurgeCursor cursor = new PurgeCursor(head.stamp().seq());
        boolean foreign = head.stamp().incarnation() != needs.judge().incarnation();
        if (foreign || needs.judge().judge(head, cursor) instanceof PurgeVerdict.Hard) {
            parts.index().remove(entry);
            return GONE;
        }
        return switch (found.place()) {
            case BodyPlace.Inline inline -> small(entry, head, copy.content(found.bodyOffset(), inline.lengthBytes()));
            case BodyPlace.InFile file -> large(entry, head, cursor, file);
        };
    }

    /** The newest head, with the stamp up to which a sweep has compared it: older records may be forgotten. */
    private StoredHead current(DiskEntry entry, Decoded.Entry found) {
        StoredHead newer = entry.newerHead;
        if (newer != null) {
            return newer;
        }
        JournalStamp stamp = found.head().stamp();
        long compared = parts.shards().mark(entry).comparedUpTo(entry.id, stamp);
        if (compared <= stamp.seq()) {
            return found.head();
        }
        // The mark says nothing of a record that the pass took out after it was read here, before it noted the mark.
        // Such a record had left the index by then, so what is in it now was found to stay.
        return parts.index().holds(entry) ? found.head().withStamp(stamp.atLeast(compared)) : found.head();
    }

    private static DiskRead small(DiskEntry entry, StoredHead head, @Nullable PieceChain content) {
        return content == null ? GONE : new DiskRead.Small(head, content, entry);
    }

    private DiskRead large(DiskEntry entry, StoredHead head, PurgeCursor cursor, BodyPlace.InFile place) {
        try {
            SegmentFile file =
                    SegmentFile.open(parts.segments(), place, fault -> failed(entry, fault), parts.threads()::write);
            if (file == null) {
                boolean _ = fileDamaged(entry, "its file is missing or another");
                return GONE;
            }
            return opened(entry, head, cursor, file);
        } catch (IOException e) {
            parts.faults().failed("a segment file cannot be opened or read", e);
            return GONE;
        }
    }

    /** What a file says; it stays open only where it goes on slice by slice. */
    private DiskRead opened(DiskEntry entry, StoredHead head, PurgeCursor cursor, SegmentFile file) throws IOException {
        boolean staysOpen = false;
        try {
            if (file.verifiableBytes() <= needs.promotedBytes()) {
                PieceChain content = WholeRead.of(file, needs.memory());
                if (content != null) {
                    return new DiskRead.Small(head, content, entry);
                }
                if (file.hasFailed()) {
                    return GONE;
                }
            }
            SliceReader reader = parts.sliceReader(file);
            // Before anything is answered: what is damaged at its beginning can be fetched instead.
            staysOpen = reader.begin();
            if (!staysOpen) {
                reader.close();
                return GONE;
            }
            return new DiskRead.Large(new FileResponse(entry, head, cursor, file, reader, needs));
        } finally {
            if (!staysOpen) {
                file.closeNow();
            }
        }
    }
}
