package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.SweepDepth;
import io.skerry.cache.store.SweepResult;
import io.skerry.cache.store.SweepResult.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One pass over every shard, comparing each record's head with the purge log: what is purged goes, what stays is noted. Reads the
 * beginnings of records alone, at a measured pace. Used once, on a thread that may block.
 */
final class DiskSweep {

    /** Longer heads are read with their contents. */
    private static final int USUAL_HEAD_BYTES = 2 << 10;

    private final DiskParts parts;
    private final PurgeJudge judge;
    private final Instant softKeptSince;
    private final BooleanSupplier goOn;
    private final ByteBuffer beginning = ByteBuffer.allocateDirect(USUAL_HEAD_BYTES);
    private long dropped;
    /** The least that a record which stays still needs. */
    private long floor = Long.MAX_VALUE;

    /**
     * A pass.
     *
     * @param softKeptSince what was purged softly before then goes
     * @param goOn asked after each record
     */
    DiskSweep(DiskParts parts, PurgeJudge judge, Instant softKeptSince, BooleanSupplier goOn) {
        this.parts = parts;
        this.judge = judge;
        this.softKeptSince = softKeptSince;
        this.goOn = goOn;
    }

    /** Passes over what was stored before {@code begin}; what is written meanwhile is not in the pass. */
    SweepResult run(SweptMark begin, SweepDepth depth) {
        for (Shard shard : parts.shards().all()) {
            for (long id : shard.ids()) {
                if (id < begin.idLimit()) {
                    look(shard, id);
                }
                if (!goOn.getAsBoolean()) {
                    return SweepResult.part(dropped);
                }
            }
        }
        return switch (depth) {
            case FREE -> new SweepResult(dropped, OptionalLong.empty(), Extent.WHOLE);
            case RETIRE -> {
                OptionalLong upTo = noted(begin);
                yield upTo.isEmpty() ? SweepResult.part(dropped) : new SweepResult(dropped, upTo, Extent.WHOLE);
            }
        };
    }

    private void look(Shard shard, long id) {
        Optional<StoredHead> found = head(shard, id);
        if (found.isEmpty()) {
            // Unreadable records are not served either, whatever they say.
            return;
        }
        StoredHead head = found.get();
        DiskEntry entry = parts.index().held(head.key(), head.variant(), id);
        StoredHead newer = entry == null ? null : entry.newerHead;
        StoredHead judged = newer == null ? head : newer;
        PurgeCursor cursor = new PurgeCursor(
                newer == null
                        ? shard.mark().comparedUpTo(id, head.stamp())
                        : newer.stamp().seq());
        switch (judge.sweep(judged, cursor, softKeptSince)) {
            case KEEP -> {}
            case NEEDED -> floor = Math.min(floor, cursor.checkedSeq());
            case DROP -> drop(shard, id, entry);
        }
    }

    private Optional<StoredHead> head(Shard shard, long id) {
        if (!shard.copyBeginning(id, beginning)) {
            return Optional.empty();
        }
        Optional<StoredHead> usual = EntryCodec.decodeHead(beginning);
        if (usual.isPresent()) {
            return usual;
        }
        ByteBuffer record = shard.get(id, ShardSet.scratch());
        return record != null && EntryCodec.decode(record) instanceof Decoded.Entry whole
                ? Optional.of(whole.head())
                : Optional.empty();
    }

    private void drop(Shard shard, long id, @Nullable DiskEntry entry) {
        dropped++;
        if (entry == null) {
            shard.remove(id);
        } else {
            parts.index().remove(entry);
        }
    }

    /** Durable in every shard before any record is forgotten; a shard that is out of use keeps its older mark. */
    private OptionalLong noted(SweptMark begin) {
        long upTo = Math.min(begin.seq(), floor);
        try {
            for (Shard shard : parts.shards().all()) {
                if (shard.isOpen()) {
                    shard.mark(new SweptMark(begin.incarnation(), begin.idLimit(), upTo));
                }
            }
            return OptionalLong.of(upTo);
        } catch (IOException e) {
            parts.faults().failed("a shard cannot be marked as swept", e);
            return OptionalLong.empty();
        }
    }
}
