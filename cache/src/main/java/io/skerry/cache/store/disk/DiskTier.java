package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.CacheStore.Freshening;
import io.skerry.cache.store.RefusalCause;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.StoreSettings.Admission;
import io.skerry.cache.store.StoreSettings.DiskSettings;
import io.skerry.cache.store.StoreStats.DiskHealth;
import io.skerry.cache.store.StoreStats.ScrubStats;
import io.skerry.cache.store.StoreStats.TierStats;
import io.skerry.cache.store.StoreTour;
import io.skerry.cache.store.StoreVisitor;
import io.skerry.cache.store.StoredVariant;
import io.skerry.cache.store.SweepDepth;
import io.skerry.cache.store.SweepResult;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The disk tier: an index in the heap, shards for heads and small contents, files for large ones.
 *
 * <p>Opening makes or recovers shards in the background; what is in a shard not yet open, or not yet indexed, is a miss. No
 * method but {@link #open} and {@link #close} makes a file call on the caller's thread.
 *
 * <p>Long, since it is the one door: what the tiers above ask, and behind it what its parts ask of each other; each line hands on to the
 * part that does it.
 */
public final class DiskTier {

    private static final int ID_SHIFT = 20;
    /** Of a shard's chunks: what is beyond is lost to fragments. */
    private static final double FILL = 0.75;
    /** Of the files' share; the rest is trailers, blocks and the index of the folder. */
    private static final double FILE_FILL = 0.95;
    /** Reserved for an arriving body of unknown length to begin with. */
    private static final long FIRST_RESERVE = 4L << 20;

    private final StoreFolder folder;
    private final SegmentFolder segments;
    private final ShardSet shards;
    private final DiskIndex index;
    private final FileRoom fileRoom;
    private final StoreThreads threads = new StoreThreads();
    private final DiskCounters counters = new DiskCounters();
    private final SeenKeys seen = new SeenKeys();
    private final RecordWrites writing = new RecordWrites();
    private final DiskFaults faults = new DiskFaults(counters);
    private final AtomicLong lastId;
    private final ShardLoader loader;
    private final DiskLookups lookups;
    private final DiskWriter writer;
    private final WriteQueue queue;
    private final DiskKeeper keeper;
    private final DiskReport report;
    private final DiskNeeds needs;
    private final Admission admission;
    private final long capacityBytes;
    private volatile boolean closing;

    private DiskTier(StoreFolder folder, DiskSettings settings, long mostEntries, DiskNeeds needs) {
        this.folder = folder;
        this.needs = needs;
        this.admission = settings.admission();
        segments = new SegmentFolder(folder.segments(), needs.pace().files());
        shards = new ShardSet(folder.shards(), folder.sizeBytes(), this::shardFaulted);
        folder.keepShards(shards.files());
        Map<Room, Long> capacity = new EnumMap<>(Room.class);
        capacity.put(Room.SMALL, (long) (shards.chunkBytes(Room.SMALL) * FILL));
        capacity.put(Room.LARGE, (long) (shards.chunkBytes(Room.LARGE) * FILL));
        capacity.put(Room.FILE, (long) (folder.sizeBytes() * Room.FILE.share * FILE_FILL));
        capacityBytes = capacity.values().stream().mapToLong(Long::longValue).sum();
        index = new DiskIndex(capacity, mostEntries, this::delete);
        fileRoom = new FileRoom(index, capacity.getOrDefault(Room.FILE, 0L));
        lastId = new AtomicLong(firstId());
        DiskReader reader = new DiskReader(this, needs);
        lookups = new DiskLookups(this, reader, counters);
        writer = new DiskWriter(this, needs, counters);
        queue = new WriteQueue(this, writer, counters, needs.queueBytes());
        loader = new ShardLoader(this, needs, counters, lastId.get());
        Scrubber scrubber = new Scrubber(this, reader, counters);
        report = new DiskReport(shards, index, counters);
        keeper = new DiskKeeper(this, needs, reader, scrubber, new HotList(folder.path()));
    }

    private long firstId() {
        IdSeed seed = new IdSeed(folder.path(), needs.clock().millis() << ID_SHIFT);
        try {
            seed.note();
        } catch (IOException e) {
            faults.failed("where the ids of this run begin cannot be noted", e);
        }
        return seed.first();
    }

    /**
     * Takes the folder and starts opening what is in it.
     *
     * @param mostEntries that the heap has room for
     * @throws io.skerry.cache.store.StoreInUse if another process has it
     * @throws io.skerry.cache.store.StoreUnusable if it cannot be written or has no room, or the process is ending
     */
    public static DiskTier open(DiskSettings settings, long mostEntries, DiskNeeds needs) {
        ShardFile.requireMaps();
        DiskTier tier = new DiskTier(StoreFolder.take(settings), settings, mostEntries, needs);
        tier.loader.start();
        tier.keeper.start();
        return tier;
    }

    /**
     * Looks for what a request selects.
     *
     * @param answer called once, on a store thread, if this returns {@link Search#READING}; else, if nobody looks again, the caller
     *     tells {@link #missed}
     */
    public Search find(CacheKey key, InputSource inputs, Consumer<DiskRead> answer) {
        return lookups.find(key, inputs, answer);
    }

    /**
     * What a lookup may wait for that has found nothing here: completes when all that is stored under the key is indexed, or after
     * some seconds. Null when there is nothing to wait for.
     */
    public @Nullable CompletionStage<Void> untilIndexed(CacheKey key) {
        return loader.untilIndexed(key);
    }

    /** A lookup ends without having found anything here. */
    public void missed() {
        counters.misses.increment();
    }

    /**
     * Reads the heads of everything under a key, newest first; counts as no use.
     *
     * @param answer called once, on a store thread, if this returns true; else nothing is there, or no thread is free
     */
    public boolean variants(CacheKey key, Consumer<List<StoredVariant>> answer) {
        return lookups.variants(key, answer);
    }

    /** What a search found in the index. */
    public enum Search {
        /** Something: the answer comes from a store thread. */
        READING,
        /** Variants of the key, none of which the request selects. */
        OTHER_VARIANTS,
        NOTHING
    }

    /** Whether a response under this key shall be written at all; asks once for each response stored. */
    public boolean admits(CacheKey key) {
        return switch (admission) {
            case ALWAYS -> true;
            case SECOND_HIT -> seenBefore(key);
        };
    }

    private boolean seenBefore(CacheKey key) {
        boolean before = seen.seenBefore(key);
        if (!before) {
            counters.refusals.count(RefusalCause.NOT_ADMITTED);
        }
        return before;
    }

    /** Queues a response to be written; refused when too much is waiting. {@code response.done()} is called on every path. */
    public void write(DiskWrite response) {
        queue.add(response);
    }

    /** Opens a file for an arriving body, or null when there is no room for it. */
    public @Nullable Spill spill(OptionalLong declaredLength, Spill.Listener listener) {
        long reserve = declaredLength.orElse(FIRST_RESERVE);
        if (!faults.gate().admits()) {
            counters.refusals.count(RefusalCause.UNAVAILABLE);
            return null;
        }
        if (!reserveFile(reserve)) {
            counters.refusals.count(RefusalCause.NO_ROOM);
            return null;
        }
        return new SegmentSpill(this, reserve, listener);
    }

    /** Takes what is stored of a variant out of force: a newer version is about to be, or it was purged or removed. */
    public void supersede(CacheKey key, VariantKey variant) {
        loader.supersede(key, variant);
        withdraw(key, variant);
        index.supersede(key, variant);
    }

    /** Lets no older record of a variant come into force that has not been indexed yet. */
    public void forget(CacheKey key, VariantKey variant) {
        loader.supersede(key, variant);
    }

    /** Whether exactly this record is still in force. */
    public boolean holds(Object place) {
        return place instanceof DiskEntry entry && index.holds(entry);
    }

    /** Takes exactly this record out of force. */
    public void remove(Object place) {
        if (place instanceof DiskEntry entry) {
            index.remove(entry);
        }
    }

    /** Takes a response out of force. */
    public void remove(FileResponse response) {
        index.remove(response.entry());
    }

    /** Replaces the head of a response in a file, at once in the index and soon on disk. */
    public Freshening freshen(FileResponse response, StoredHead head) {
        return freshen(response.entry(), response.head(), head) ? Freshening.DONE : Freshening.LOST;
    }

    /**
     * Replaces the head of a record whose content is in a file of its own; the content is not written again.
     *
     * @return false when the place is not in a file: write the response again instead
     */
    public boolean freshenInFile(@Nullable Object place, StoredHead head) {
        return place instanceof DiskEntry entry && entry.inFile() && freshen(entry, null, head);
    }

    private boolean freshen(DiskEntry entry, @Nullable StoredHead found, StoredHead head) {
        synchronized (entry) {
            StoredHead newer = entry.newerHead;
            boolean unchanged = found == null || newer == null || newer.equals(found);
            if (!unchanged || !index.holds(entry)) {
                return false;
            }
            entry.newerHead = head;
        }
        threads.write(() -> rewriteHead(entry));
        return true;
    }

    private void rewriteHead(DiskEntry entry) {
        try {
            writer.rewriteHead(entry);
        } catch (RuntimeException | Error e) {
            faults.failed("a head cannot be written", e);
        }
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

    /** Notes that a tour through the store has shown a response out of memory, of which this place has a copy. */
    public void shown(@Nullable Object place, int tour) {
        if (place instanceof DiskEntry entry) {
            entry.shownInTour = tour;
        }
    }

    /**
     * Shows what is on disk, but for what the same tour has shown already. On a thread that may block; reads whole records.
     *
     * @param elsewhere told of each record before it is shown, since a copy in memory may not know of it yet
     */
    public StoreTour visit(StoreVisitor visitor, int tour, Predicate<StoredHead> elsewhere) {
        DiskVisit visit = new DiskVisit(visitor, tour, elsewhere);
        Iterator<DiskEntry> entries = index.all().iterator();
        while (entries.hasNext() && visit.goesOn()) {
            visit.look(entries.next(), shards);
        }
        boolean open = !loader.isLoading() && shards.all().stream().allMatch(Shard::isOpen);
        return visit.end(index.entries(), open);
    }

    /**
     * Compares everything on disk with the purge log, and frees what is purged. Blocks.
     *
     * @param softKeptSince what was purged softly before then goes
     * @param goOn asked after each record, and free to take its time
     * @return without a place where it did not come to its end
     */
    public SweepResult sweep(SweepDepth depth, Instant softKeptSince, BooleanSupplier goOn) {
        SweptMark begin = loader.isLoading()
                ? null
                : writing.between(() -> new SweptMark(
                        needs.judge().incarnation(), nextId(), needs.judge().publishedSeq()));
        return begin == null
                ? SweepResult.part(0)
                : new DiskSweep(this, needs.judge(), softKeptSince, goOn).run(begin, depth);
    }

    /** What it holds and did. */
    public TierStats stats() {
        return report.stats(capacityBytes);
    }

    /** How its shards fare. */
    public DiskHealth health() {
        return report.health(loader, faults.gate());
    }

    /** What the background check has found. */
    public ScrubStats scrub() {
        return report.scrub();
    }

    /** Writes what is queued, closes the files and marks them clean. Blocks. */
    public void close() {
        closing = true;
        loader.stop();
        keeper.stop();
        threads.close();
        shards.close();
        folder.close();
    }

    // ---- for the parts of the tier

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

    /** Runs what writes a record: a sweep begins when none is half written. */
    <T> T writing(Supplier<T> write) {
        return writing.run(write);
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

    Commit commitFile(StoredHead head, BodyPlace.InFile place) {
        return writer.commitFile(head, place);
    }

    boolean isClosing() {
        return closing;
    }

    boolean isLoading() {
        return loader.isLoading();
    }

    boolean awaitLoaded() throws InterruptedException {
        return loader.awaitLoaded();
    }

    /** Whether the disk takes files now. */
    boolean admitsFiles() {
        return faults.gate().admits();
    }

    boolean takesRecords() {
        return loader.takesRecords();
    }

    void whenTakingRecords(Runnable task) {
        loader.whenTakingRecords(task);
    }

    /** Lets no version of a variant be written that waits for it: a newer one is about to be in force. */
    void withdraw(CacheKey key, VariantKey variant) {
        queue.supersede(key, variant);
    }

    void deleteRecord(DiskEntry entry) {
        shards.remove(entry);
    }

    DiskFaults faults() {
        return faults;
    }

    private void shardFaulted() {
        keeper.wake();
    }
}
