package io.skerry.cache.store.tiered;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.CacheStore;
import io.skerry.cache.store.LeaseCount;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.store.StoreSettings;
import io.skerry.cache.store.StoreStats;
import io.skerry.cache.store.StoreStats.DiskHealth;
import io.skerry.cache.store.StoreStats.MemoryStats;
import io.skerry.cache.store.StoreStats.ScrubStats;
import io.skerry.cache.store.StoreStats.TierStats;
import io.skerry.cache.store.StoreTour;
import io.skerry.cache.store.StoreVisitor;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.StoredVariant;
import io.skerry.cache.store.SweepDepth;
import io.skerry.cache.store.SweepResult;
import io.skerry.cache.store.disk.DiskNeeds;
import io.skerry.cache.store.disk.DiskPace;
import io.skerry.cache.store.disk.DiskTier;
import io.skerry.cache.store.hot.HotTier;
import io.skerry.cache.store.memory.Slabs;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The store: memory first, then disk.
 *
 * <p>Opened once per process, off the event loops; everything else may be called on them.
 */
public final class TieredStore implements CacheStore {

    /** Of the memory, how much may wait to be written to disk. */
    private static final int QUEUE_SHARES = 4;
    /** How long who lists what is stored waits for the disk. */
    private static final long LISTING_SECONDS = 2;

    /** Longer contents are streamed from disk however often they are asked for. */
    private static final long MOST_PROMOTED = 1L << 20;

    private final Slabs slabs;
    private final HotTier hot;
    private final @Nullable DiskTier disk;
    private final TierLookups lookups;
    private final StoreTarget target;
    private final FillLimits limits;
    private final MemoryBudget budget;
    private final Removal removal;
    private final HeadUpdates updates;
    private final StoreSweep sweep;
    private final LeaseCount leases = new LeaseCount();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicInteger tours = new AtomicInteger();
    private final AtomicBoolean closing = new AtomicBoolean();

    private TieredStore(
            StoreSettings settings, PurgeJudge judge, InstantSource clock, MemoryBudget budget, DiskPace pace) {
        this.budget = budget;
        limits = FillLimits.of(
                settings.memoryBytes(),
                settings.maxObjectBytes(),
                settings.disk().isPresent());
        slabs = new Slabs(settings.memoryBytes(), budget);
        HotTier tier = new HotTier(slabs, judge, leases, settings.heap().headBytes());
        hot = tier;
        ExactSlots slots = new ExactSlots(slabs, tier);
        RestoredSet hotSet = new RestoredSet(tier, slots, this::holds);
        DiskNeeds needs = new DiskNeeds(
                judge,
                leases,
                bytes -> tier.take(bytes, Use.READ),
                Math.min(MOST_PROMOTED, limits.memoryShareBytes()),
                limits.sliceBytes(),
                settings.memoryBytes() / QUEUE_SHARES,
                head -> tier.supersede(head.key(), head.variant()),
                clock,
                pace,
                hotSet);
        disk = settings.disk()
                .map(place -> DiskTier.open(place, settings.heap().diskEntries(), needs))
                .orElse(null);
        lookups = new TierLookups(hot, disk, slots, closing);
        target = new StoreTarget(slabs, hot, disk, judge, leases);
        removal = new Removal(hot, disk);
        updates = new HeadUpdates(hot, disk, judge, removal);
        sweep = new StoreSweep(hot, disk, judge, removal);
    }

    /**
     * Opens a store. Makes and locks the cache folder; shards are opened, recovered and indexed in the background, and what is in
     * them is a miss until then.
     *
     * @param settings sizes and places
     * @param judge the purge log, already replayed
     * @param clock seeds the ids of stored versions
     * @throws io.skerry.cache.store.StoreInUse if another process has the cache folder
     * @throws io.skerry.cache.store.StoreUnusable if it cannot be written or has no room
     */
    public static TieredStore open(StoreSettings settings, PurgeJudge judge, InstantSource clock) {
        return open(settings, judge, clock, DiskPace.NORMAL);
    }

    /** As above, with the ledger of the node: what the store takes of memory is charged there. */
    public static TieredStore open(StoreSettings settings, PurgeJudge judge, InstantSource clock, MemoryBudget budget) {
        return new TieredStore(settings, judge, clock, budget, DiskPace.NORMAL);
    }

    /** As above, on a disk of the caller's making. */
    static TieredStore open(StoreSettings settings, PurgeJudge judge, InstantSource clock, DiskPace pace) {
        return new TieredStore(settings, judge, clock, MemoryBudget.unbounded(), pace);
    }

    private boolean holds(Object place) {
        DiskTier below = disk;
        return below != null && below.holds(place);
    }

    @Override
    public Lookup lookup(CacheKey key, InputSource inputs) {
        return lookups.find(key, inputs);
    }

    @Override
    public CompletionStage<List<StoredVariant>> variants(CacheKey key) {
        List<StoredVariant> inMemory = hot.variants(key);
        DiskTier below = disk;
        CompletableFuture<List<StoredVariant>> all = new CompletableFuture<>();
        boolean reading = below != null
                && !closing.get()
                && below.variants(key, onDisk -> all.complete(merged(inMemory, onDisk)));
        if (!reading) {
            all.complete(inMemory);
        }
        return all.completeOnTimeout(inMemory, LISTING_SECONDS, TimeUnit.SECONDS);
    }

    private static List<StoredVariant> merged(List<StoredVariant> inMemory, List<StoredVariant> onDisk) {
        List<StoredVariant> all = new ArrayList<>(inMemory);
        for (StoredVariant below : onDisk) {
            boolean known = inMemory.stream()
                    .anyMatch(
                            above -> above.head().variant().equals(below.head().variant()));
            if (!known) {
                all.add(below);
            }
        }
        return List.copyOf(all);
    }

    @Override
    public List<StoredResponse> variants(CacheKey key, int most) {
        return closing.get() ? List.of() : hot.variants(key, most);
    }

    @Override
    public SinkOpening open(CacheKey key, OptionalLong length) {
        if (closing.get()) {
            return new SinkOpening.Refused(RefusedReason.CLOSING);
        }
        if (length.orElse(0) > limits.maxObjectBytes()) {
            return new SinkOpening.Refused(RefusedReason.TOO_LARGE);
        }
        if (budget.refuses(Use.OVERFLOW)) {
            return new SinkOpening.Refused(RefusedReason.MEMORY_FULL);
        }
        target.sinkOpened();
        return new SinkOpening.Open(new Fill(target, limits, key, length));
    }

    @Override
    public Freshening freshen(StoredResponse stored, StoredHead head) {
        return updates.freshen(stored, head);
    }

    @Override
    public void remove(StoredResponse stored) {
        removal.remove(stored);
    }

    /**
     * Compares everything stored with the purge log, and frees what is purged: memory first. Blocks and reads the disk; one at a time.
     *
     * @param softKeptSince what was purged softly before then goes
     * @param goOn asked after each response, and free to take its time
     */
    public SweepResult sweep(SweepDepth depth, Instant softKeptSince, BooleanSupplier goOn) {
        return closing.get() ? SweepResult.part(0) : sweep.everything(depth, softKeptSince, goOn);
    }

    /** Frees what is purged in memory, and its copy on disk. Quick; may block for a moment. */
    public void sweepMemory(Instant softKeptSince, BooleanSupplier goOn) {
        if (!closing.get()) {
            sweep.memory(softKeptSince, goOn);
        }
    }

    @Override
    public StoreTour visit(StoreVisitor visitor) {
        if (closing.get()) {
            return new StoreTour(0, 0, StoreTour.Extent.WHOLE);
        }
        DiskTier below = disk;
        if (below == null) {
            return hot.visit(visitor, entry -> {});
        }
        int tour = tours.incrementAndGet();
        StoreTour inMemory = hot.visit(visitor, entry -> below.shown(entry.diskCopy(), tour));
        return switch (inMemory.extent()) {
            case WHOLE -> inMemory.and(below.visit(visitor, tour, head -> hot.holds(head.key(), head.variant())));
            // What is in memory is most likely on disk as well.
            case PART -> {
                long onDiskAlone = Math.max(0, below.stats().entries() - inMemory.seen() - inMemory.unseen());
                yield inMemory.and(new StoreTour(0, onDiskAlone, StoreTour.Extent.PART));
            }
        };
    }

    @Override
    public StoreStats stats() {
        return new StoreStats(
                hot.stats(),
                disk == null ? TierStats.ABSENT : disk.stats(),
                new MemoryStats(slabs.capacityBytes(), budget.accounts()),
                disk == null ? DiskHealth.ABSENT : disk.health(),
                disk == null ? ScrubStats.ABSENT : disk.scrub(),
                target.openSinks(),
                leases.open());
    }

    @Override
    public CompletionStage<Void> close() {
        if (closing.compareAndSet(false, true)) {
            Thread.ofPlatform().name("skerry-store-close").start(this::closeTiers);
        }
        return closed;
    }

    private void closeTiers() {
        try {
            if (disk != null) {
                disk.close();
            }
            hot.clear();
            target.close();
            slabs.close();
            closed.complete(null);
        } catch (RuntimeException | Error e) {
            closed.completeExceptionally(e);
        }
    }
}
