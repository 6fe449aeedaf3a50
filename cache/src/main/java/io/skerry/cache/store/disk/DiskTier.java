package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.CacheStore.Freshening;
import io.skerry.cache.store.RefusalCause;
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
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The disk tier: an index in the heap, shards for heads and small contents, files for large ones.
 *
 * <p>Opening makes or recovers shards in the background; what is in a shard not yet open, or not yet indexed, is a miss. No
 * method but {@link #open} and {@link #close} makes a file call on the caller's thread.
 *
 * <p>The one door: each line hands on to the worker that does it, and what the workers share is {@link DiskParts}.
 */
public final class DiskTier {

    /** Reserved for an arriving body of unknown length to begin with. */
    private static final long FIRST_RESERVE = 4L << 20;

    private final StoreFolder folder;
    private final DiskParts parts;
    private final DiskIndex index;
    private final DiskCounters counters;
    private final SeenKeys seen = new SeenKeys();
    private final ShardLoader loader;
    private final DiskLookups lookups;
    private final DiskWriter writer;
    private final WriteQueue queue;
    private final DiskKeeper keeper;
    private final DiskReport report;
    private final DiskNeeds needs;
    private final Admission admission;

    private DiskTier(StoreFolder folder, DiskSettings settings, long mostEntries, DiskNeeds needs) {
        this.folder = folder;
        this.needs = needs;
        this.admission = settings.admission();
        parts = new DiskParts(folder, mostEntries, needs, this::shardFaulted);
        index = parts.index();
        counters = parts.counters();
        DiskReader reader = new DiskReader(parts, needs);
        lookups = new DiskLookups(parts, reader);
        loader = new ShardLoader(parts, needs);
        writer = new DiskWriter(parts, needs);
        queue = new WriteQueue(parts, loader, writer, needs.queueBytes());
        report = new DiskReport(parts);
        keeper = new DiskKeeper(folder, parts, loader, needs, reader);
    }

    private void shardFaulted() {
        keeper.wake();
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

    /** Answers lookups for which the disk takes too long; to be called now and then, on a thread that makes no file call. */
    public void lookForStalls() {
        lookups.pending().look();
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
        if (!parts.admitsFiles()) {
            counters.refusals.count(RefusalCause.UNAVAILABLE);
            return null;
        }
        if (!parts.reserveFile(reserve)) {
            counters.refusals.count(RefusalCause.NO_ROOM);
            return null;
        }
        return new SegmentSpill(parts, loader, queue, reserve, listener);
    }

    /** Takes what is stored of a variant out of force: a newer version is about to be, or it was purged or removed. */
    public void supersede(CacheKey key, VariantKey variant) {
        loader.supersede(key, variant);
        queue.supersede(key, variant);
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
        parts.threads().write(() -> rewriteHead(entry));
        return true;
    }

    private void rewriteHead(DiskEntry entry) {
        try {
            writer.rewriteHead(entry);
        } catch (RuntimeException | Error e) {
            parts.faults().failed("a head cannot be written", e);
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
            visit.look(entries.next(), parts.shards());
        }
        boolean open = !loader.isLoading() && parts.shards().all().stream().allMatch(Shard::isOpen);
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
                : parts.betweenWrites(() -> new SweptMark(
                        needs.judge().incarnation(),
                        parts.nextId(),
                        needs.judge().publishedSeq()));
        return begin == null
                ? SweepResult.part(0)
                : new DiskSweep(parts, needs.judge(), softKeptSince, goOn).run(begin, depth);
    }

    /** What it holds and did. */
    public TierStats stats() {
        return report.stats();
    }

    /** How its shards fare. */
    public DiskHealth health() {
        return report.health(loader, lookups.pending());
    }

    /** What the background check has found. */
    public ScrubStats scrub() {
        return report.scrub();
    }

    /** Writes what is queued, closes the files and marks them clean. Blocks. */
    public void close() {
        parts.closing();
        loader.stop();
        keeper.stop();
        parts.close();
        folder.close();
    }
}
