package io.skerry.cache.store.disk;

import io.skerry.cache.store.disk.Shard.Put;
import io.skerry.cache.store.disk.Shard.RecordVisitor;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.hash.SegmentLock;
import net.openhft.chronicle.hash.locks.InterProcessLock;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;
import org.jspecify.annotations.Nullable;

/**
 * The open map of a {@link Shard}: records by id, each use under the lock of its segment ({@link SegmentLocks}).
 *
 * <p>Store threads only. Whatever a fault of the file raises goes to the shard; {@link SegmentLocks.LeftBehind} says that the shard went out
 * of use while a lock was waited for.
 */
final class ShardMap {

    /** The record of the {@link SweptMark}; no response has this id. */
    static final long MARK_ID = 0;

    private final ChronicleMap<Long, ByteBuffer> map;
    private final BooleanSupplier inUse;

    /** @param inUse whether a lock is still worth waiting for */
    ShardMap(ChronicleMap<Long, ByteBuffer> map, BooleanSupplier inUse) {
        this.map = map;
        this.inUse = inUse;
    }

    /** The segment that a record of this id is in. */
    int segmentOf(long id) {
        try (ExternalMapQueryContext<Long, ByteBuffer, ?> context = map.queryContext(id)) {
            return ((SegmentLock) context).segmentIndex();
        }
    }

    /** Copies a record into {@code using}; null when there is none. */
    @Nullable
    ByteBuffer get(long id, ByteBuffer using) {
        try (ExternalMapQueryContext<Long, ByteBuffer, ?> context = map.queryContext(id)) {
            enter(context.readLock());
            MapEntry<Long, ByteBuffer> entry = context.entry();
            return entry == null ? null : entry.value().getUsing(using);
        }
    }

    /** The same while nobody else uses the map. */
    @Nullable
    ByteBuffer getAlone(long id, ByteBuffer using) {
        return map.getUsing(id, using);
    }

    /** Never {@link Put#UNAVAILABLE}. */
    Put put(long id, ByteBuffer record) {
        try (ExternalMapQueryContext<Long, ByteBuffer, ?> context = map.queryContext(id)) {
            enter(context.writeLock());
            MapEntry<Long, ByteBuffer> before = context.entry();
            if (before == null) {
                Objects.requireNonNull(context.absentEntry()).doInsert(context.wrapValueAsData(record));
            } else {
                before.doReplaceValue(context.wrapValueAsData(record));
            }
            return Put.STORED;
        } catch (IllegalStateException e) {
            if (String.valueOf(e.getMessage()).contains("segment tier")) {
                return Put.FULL;
            }
            throw e;
        }
    }

    void remove(long id) {
        try (ExternalMapQueryContext<Long, ByteBuffer, ?> context = map.queryContext(id)) {
            enter(context.writeLock());
            MapEntry<Long, ByteBuffer> entry = context.entry();
            if (entry != null) {
                entry.doRemove();
            }
        }
    }

    /** Adds the ids of all responses of a segment, as they are at one moment. */
    void idsOf(int segment, LongStream.Builder ids) {
        try (MapSegmentContext<Long, ByteBuffer, ?> context = map.segmentContext(segment)) {
            enter(((SegmentLock) context).updateLock());
            context.forEachSegmentEntry(entry -> {
                long id = entry.key().get();
                if (id != MARK_ID) {
                    ids.add(id);
                }
            });
        }
    }

    /** Looks at each response of a segment once, and removes those that are not to be kept. */
    void visit(int segment, ByteBuffer using, RecordVisitor visitor) {
        try (MapSegmentContext<Long, ByteBuffer, ?> context = map.segmentContext(segment)) {
            enter(((SegmentLock) context).updateLock());
            context.forEachSegmentEntry(entry -> {
                long id = entry.key().get();
                if (id != MARK_ID && !visitor.keep(id, entry.value().getUsing(using))) {
                    enter(((SegmentLock) context).writeLock());
                    entry.doRemove();
                }
            });
        }
    }

    /** Fills {@code using}, or as much of it as the record is long, without touching the pages behind that; leaves it where there is none. */
    void copyBeginning(long id, ByteBuffer using) {
        try (ExternalMapQueryContext<Long, ByteBuffer, ?> context = map.queryContext(id)) {
            enter(context.readLock());
            MapEntry<Long, ByteBuffer> entry = context.entry();
            if (entry == null) {
                return;
            }
            Data<ByteBuffer> value = entry.value();
            int count = (int) Math.min(value.size(), using.capacity());
            using.limit(count);
            for (int i = 0; i < count; i++) {
                using.put(i, value.bytes().readByte(value.offset() + i));
            }
        }
    }

    private void enter(InterProcessLock lock) {
        SegmentLocks.take(lock, inUse);
    }

    /** Closes it in good order. */
    void close() {
        map.close();
    }

    /** Closes it after a fault; no thread uses it, or may begin to. */
    void giveUp() {
        FaultedMap.close(map);
    }
}
