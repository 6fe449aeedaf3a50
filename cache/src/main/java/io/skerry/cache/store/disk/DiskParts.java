package io.skerry.cache.store.disk;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the workers of the disk tier have in common: what is stored where, the threads that work on it, and what went wrong.
 *
 * <p>Any thread. Its workers are the readers, the writer, the loader, the keeper, the scrubber and the sweeps; {@link DiskTier} is the
 * door in front of all.
 */
final class DiskParts {

    private static final int ID_SHIFT = 20;
    /** Of a shard's chunks: what is beyond is lost to fragments. */
    private static final double FILL = 0.75;
    /** Of the files' share; the rest is trailers, blocks and the index of the folder. */
    private static final double FILE_FILL = 0.95;

    private final SegmentFolder segments;
    private final Pulse pulse;
    private final ShardSet shards;
    private final DiskIndex index;
    private final FileRoom fileRoom;
    private final StoreThreads threads = new StoreThreads();
    private final DiskCounters counters = new DiskCounters();
    private final RecordWrites writing = new RecordWrites();
    private final DiskFaults faults = new DiskFaults(counters);
    private final AtomicLong lastId;
    private final DiskNeeds needs;
    private final long capacityBytes;
    private volatile boolean closing;

    /**
     * Nothing is opened yet.
     *
     * @param mostEntries that the heap has room for
     * @param shardFaulted told of each shard that goes out of use
     */
    DiskParts(StoreFolder folder, long mostEntries, DiskNeeds needs, Runnable shardFaulted) {
        this.needs = needs;
        segments = new SegmentFolder(folder.segments(), needs.pace().files());
        pulse = Pulse.of(folder.path(), needs.pace().files());
        shards = new ShardSet(folder.shards(), folder.sizeBytes(), shardFaulted, pulse);
        folder.keepShards(shards.files());
        Map<Room, Long> capacity = new EnumMap<>(Room.class);
        capacity.put(Room.SMALL, (long) (shards.chunkBytes(Room.SMALL) * FILL));
        capacity.put(Room.LARGE, (long) (shards.chunkBytes(Room.LARGE) * FILL));
        capacity.put(Room.FILE, (long) (folder.sizeBytes() * Room.FILE.share * FILE_FILL));
        capacityBytes = capacity.values().stream().mapToLong(Long::longValue).sum();
        index = new DiskIndex(capacity, mostEntries, this::delete);
        fileRoom = new FileRoom(index, capacity.getOrDefault(Room.FILE, 0L));
        lastId = new AtomicLong(firstId(folder));
    }

    private long firstId(StoreFolder folder) {
        IdSeed seed = new IdSeed(folder.path(), needs.clock().millis() << ID_SHIFT);
        try {
            seed.note();
        } catch (IOException e) {
            faults.failed("where the ids of this run begin cannot be noted", e);
        }
        return seed.first();
    }

    ShardSet shards() {
        return shards;
    }

    DiskIndex index() {
        return index;
    }

    SegmentFolder segments() {
        return segments;
    }

    StoreThreads threads() {
        return threads;
    }

    DiskCounters counters() {
        return counters;
    }

    DiskFaults faults() {
        return faults;
    }

    /** Bytes that all its rooms hold together. */
    long capacityBytes() {
        return capacityBytes;
    }

    /** Runs what writes a record: a sweep begins when none is half written. */
    <T> T writing(Supplier<T> write) {
        return writing.run(write);
    }

    /** Runs this at a moment at which no record is half written; null if none comes soon. */
    <T> @Nullable T betweenWrites(Supplier<T> action) {
        return writing.between(action);
    }

    /** The last id that was given away; to begin with the one before this run's first. */
    long lastId() {
        return lastId.get();
    }

    long nextId() {
        return lastId.incrementAndGet();
    }

    SegmentWriter newSegment() throws IOException {
        return new SegmentWriter(segments, nextId(), needs.sliceBytes());
    }

    SliceReader sliceReader(SliceFile file) {
        return new SliceReader(file, threads, needs.memory(), e -> faults.failed("a slice cannot be read", e));
    }

    boolean reserveFile(long bytes) {
        return fileRoom.reserve(bytes);
    }

    void releaseFile(long bytes) {
        fileRoom.release(bytes);
    }

    /** Whether the disk takes files now. */
    boolean admitsFiles() {
        return faults.gate().admits();
    }

    void deleteRecord(DiskEntry entry) {
        shards.remove(entry);
    }

    private void delete(DiskEntry entry) {
        threads.write(() -> {
            deleteRecord(entry);
            if (entry.inFile() && !entry.fileTakenOver) {
                deleteFile(entry.fileId);
            }
        });
    }

    private void deleteFile(long fileId) {
        try {
            segments.delete(fileId);
        } catch (IOException e) {
            faults.failed("a segment file cannot be deleted", e);
        }
    }

    boolean isClosing() {
        return closing;
    }

    /** What takes its time ends soon. */
    void closing() {
        closing = true;
    }

    /** Lets its threads end with what is queued, and closes the shards. Blocks. */
    void close() {
        threads.close();
        shards.close();
        pulse.close();
    }
}
