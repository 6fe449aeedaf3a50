package io.skerry.cache.store.hot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.CacheStore.Freshening;
import io.skerry.cache.store.EvictionCause;
import io.skerry.cache.store.LeaseCount;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.RefusalCause;
import io.skerry.cache.store.StoreStats.TierStats;
import io.skerry.cache.store.StoreTour;
import io.skerry.cache.store.StoreTour.Extent;
import io.skerry.cache.store.StoreVisitor;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.StoredResponse.Tier;
import io.skerry.cache.store.StoredVariant;
import io.skerry.cache.store.SweepDepth;
import io.skerry.cache.store.Tally;
import io.skerry.cache.store.eviction.EvictionOrder;
import io.skerry.cache.store.eviction.VictimChooser;
import io.skerry.cache.store.eviction.VictimChooser.Entrance;
import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.PieceChain;
import io.skerry.cache.store.memory.PieceOwner;
import io.skerry.cache.store.memory.Slabs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The memory tier: an index that answers without a lock, slabs that hold the contents, and a policy that decides what stays: Caffeine
 * bounds it, and a {@link VictimChooser} beside it names victims while another order serves better than W-TinyLFU.
 *
 * <p>The policy weighs slots and the estimated heap of heads, and may fill nine tenths of the slabs; the rest is for
 * responses arriving, for reads from disk and for evicted responses that are still being read. Locks nest in one order:
 * the policy's, the index bin's, the chooser's or the slabs'. Every method may be called on an event loop.
 */
public final class HotTier {

    private static final double POLICY_SHARE = 0.9;
    /** Up to here the tier is filled from disk at start: the rest is for what is asked for meanwhile. */
    private static final double FILL_AT_START = 0.9;

    private static final int COLDEST_LOOKED_AT = 512;
    private static final int SLOTS_FREED_AT_ONCE = 4;
    private static final int SLABS_TRIED = 3;
    private static final int ATTEMPTS = 4;

    private final Slabs slabs;
    private final PurgeJudge judge;
    private final LeaseCount leases;
    private final HotIndex index = new HotIndex();
    private final Cache<VariantId, HotEntry> policy;
    private final Eviction<VariantId, HotEntry> eviction;
    private final VictimChooser<HotEntry> chooser;
    private final RecentReads reads;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder admissions = new LongAdder();
    private final Tally<EvictionCause> evictions = new Tally<>(EvictionCause.class);
    private final Tally<RefusalCause> refusals = new Tally<>(RefusalCause.class);

    /** How much more than native memory the heap of a head is worth. */
    private final double headFactor;

    /**
     * A tier over these slabs, of which it uses all that others leave.
     *
     * @param headBytes of the heap, for the heads: where that is less than memory, heads weigh the more
     */
    public HotTier(Slabs slabs, PurgeJudge judge, LeaseCount leases, long headBytes) {
        this.slabs = slabs;
        this.judge = judge;
        this.leases = leases;
        long most = (long) (slabs.capacityBytes() * POLICY_SHARE);
        this.headFactor = Math.max(1, (double) most / headBytes);
        this.chooser = new VictimChooser<>(most);
        this.reads = new RecentReads(most);
        this.policy = Caffeine.newBuilder()
                .maximumWeight(most)
                .weigher((VariantId id, HotEntry entry) -> entry.weight())
                .executor(Runnable::run)
                .removalListener(this::onRemoval)
                .build();
        this.eviction = policy.policy().eviction().orElseThrow();
    }

    /**
     * Finds the stored response that a request selects, and holds it open. A response that was purged hard is removed here.
     *
     * @return found, none, or other variants; never pending
     */
    public Lookup find(CacheKey key, InputSource inputs) {
        HotEntry[] variants = index.variants(key);
        while (variants != null) {
            HotEntry entry = HotIndex.select(variants, inputs);
            if (entry == null) {
                misses.increment();
                return Lookup.OTHER_VARIANTS;
            }
            // An entry is unlinked before its last reference goes: when retain fails, the index has changed.
            if (entry.retain()) {
                StoredVersion version = entry.version();
                if (!(judge.judge(version.head(), version.cursor()) instanceof PurgeVerdict.Hard)) {
                    return found(entry, version);
                }
                remove(entry);
                entry.release();
            }
            variants = index.variants(key);
        }
        misses.increment();
        return Lookup.NONE;
    }

    /** Holds open what is stored under a key, whatever request it is for, newest first; what was purged hard is left out. */
    public List<StoredResponse> variants(CacheKey key, int most) {
        HotEntry[] entries = index.variants(key);
        List<StoredResponse> open = new ArrayList<>();
        for (int i = 0; entries != null && i < entries.length && open.size() < most; i++) {
            HotEntry entry = entries[i];
            // One that cannot be retained has just been replaced or evicted.
            if (!entry.retain()) {
                continue;
            }
            StoredVersion version = entry.version();
            if (judge.judge(version.head(), version.cursor()) instanceof PurgeVerdict.Hard) {
                entry.release();
            } else {
                open.add(new HotResponse(entry, version, judge, Tier.HOT, leases));
            }
        }
        return open;
    }

    private Lookup found(HotEntry entry, StoredVersion version) {
        var _ = policy.getIfPresent(entry.id()); // tells the policy of the use
        chooser.used(entry);
        hits.increment();
        return new Lookup.Found(new HotResponse(entry, version, judge, Tier.HOT, leases));
    }

    /** What is stored under a key, newest first; counts as no use. */
    public List<StoredVariant> variants(CacheKey key) {
        HotEntry[] entries = index.variants(key);
        if (entries == null) {
            return List.of();
        }
        List<StoredVariant> shown = new ArrayList<>(entries.length);
        for (HotEntry entry : entries) {
            StoredHead head = entry.version().head();
            PurgeCursor cursor = new PurgeCursor(head.stamp().seq());
            shown.add(new StoredVariant(head, judge.judge(head, cursor), Tier.HOT));
        }
        return List.copyOf(shown);
    }

    /** Makes an entry of a head and its content, not yet offered to anybody; the caller holds its one reference. */
    public HotEntry entry(StoredVersion version, PieceChain content) {
        return HotEntry.kept(this, version, content);
    }

    /** The same of a content just read from disk that is not to be kept here. */
    public HotEntry passing(StoredVersion version, PieceChain content) {
        return HotEntry.passing(this, version, content);
    }

    /**
     * Whether a response just read from disk shall be kept here: while there is room, and when it is read again before as many others
     * have been read as fit into memory. A first read alone shows no use worth the eviction of what has been used.
     */
    public boolean wants(StoredHead head) {
        boolean again = reads.again(HotEntry.digest(head), policy.estimatedSize());
        return again || chooser.hasRoom();
    }

    /** Holds an entry open for a reader that {@code tier} answered; one reference passes to the response. */
    public HotResponse lease(HotEntry entry, Tier tier) {
        return new HotResponse(entry, entry.version(), judge, tier, leases);
    }

    /**
     * Offers an entry from now on, in place of an older version. The caller's reference passes to the tier.
     *
     * @return the least recently found variant of the key, taken out for good since the key has too many now; null for none
     */
    public @Nullable HotEntry admit(HotEntry entry) {
        admissions.increment();
        if (!madeRoom(entry, holds(entry.key(), entry.variant()))) {
            return null;
        }
        Link link = new Link(entry);
        policy.asMap().compute(entry.id(), (id, before) -> link.over());
        settle(entry);
        HotEntry surplus = link.surplus;
        if (surplus != null) {
            evictions.count(EvictionCause.VARIANTS);
            remove(surplus);
        }
        return surplus;
    }

    /**
     * Offers an entry read back from disk, unless memory holds a version of that variant already or everything in it is worth more.
     *
     * <p>The caller's reference passes to the tier. Whoever holds an entry that is not admitted may still read it.
     *
     * @param current asked under the policy's lock whether the disk tier still holds that version
     */
    public void promote(HotEntry entry, BooleanSupplier current) {
        if (holds(entry.key(), entry.variant())) {
            drop(entry);
            return;
        }
        if (!madeRoom(entry, false)) {
            return;
        }
        Link link = new Link(entry);
        policy.asMap().compute(entry.id(), (id, before) -> {
            if (before != null) {
                return before;
            }
            return current.getAsBoolean() ? link.over() : null;
        });
        reclaim(link.surplus);
        if (link.done) {
            settle(entry);
        } else {
            chooser.left(entry);
            drop(entry);
        }
    }

    private static void drop(HotEntry entry) {
        if (entry.remove()) {
            entry.release();
        }
    }

    /** Evicts what has to go for an entry; false when it is the entry itself, of which no version is {@code known} to be here. */
    private boolean madeRoom(HotEntry entry, boolean known) {
        return switch (chooser.enter(entry, known)) {
            case Entrance.Rejected<HotEntry> rejected -> {
                evictions.count(EvictionCause.WEIGHT);
                if (entry.evict()) {
                    entry.release();
                }
                yield false;
            }
            case Entrance.Open<HotEntry> open -> {
                for (HotEntry victim : open.victims()) {
                    if (victim.id().equals(entry.id())) {
                        remove(victim); // the older version: replaced, not evicted
                    } else if (policy.asMap().remove(victim.id(), victim)) {
                        evictions.count(EvictionCause.WEIGHT);
                    }
                }
                yield true;
            }
        };
    }

    /** An entry may have been chosen to go while it was on its way into the policy. */
    private void settle(HotEntry entry) {
        if (!chooser.holds(entry) && policy.asMap().remove(entry.id(), entry)) {
            evictions.count(EvictionCause.WEIGHT);
        }
    }

    /** Takes out whatever version of a variant is here: a newer one has come into force below. */
    public void supersede(CacheKey key, VariantKey variant) {
        HotEntry[] variants = index.variants(key);
        if (variants == null) {
            return;
        }
        for (HotEntry entry : variants) {
            if (entry.variant().equals(variant)) {
                remove(entry);
            }
        }
    }

    /** Links within the policy's lock, so that index and policy agree on which version is the newest. */
    private final class Link {
        private final HotEntry entry;
        private @Nullable HotEntry surplus;
        private boolean done;

        Link(HotEntry entry) {
            this.entry = entry;
        }

        HotEntry over() {
            surplus = index.link(entry);
            done = true;
            return entry;
        }
    }

    /** Replaces the head by an updated one, if the version that was found is still the one stored. */
    public Freshening freshen(HotEntry entry, StoredVersion expected, StoredVersion next) {
        return entry.replaceVersion(expected, next) ? Freshening.DONE : Freshening.LOST;
    }

    /** Takes exactly this version out for good. */
    public void remove(HotEntry entry) {
        if (entry.remove()) {
            retire(entry);
        }
        policy.asMap().remove(entry.id(), entry);
    }

    /** Takes this version out to make room; a tier below may keep it. */
    void reclaim(@Nullable HotEntry entry) {
        if (entry != null && policy.asMap().remove(entry.id(), entry)) {
            evictions.count(EvictionCause.PLACE);
        }
    }

    private void onRemoval(@Nullable VariantId id, @Nullable HotEntry entry, RemovalCause cause) {
        if (entry == null) {
            return;
        }
        chooser.left(entry);
        boolean last = cause == RemovalCause.REPLACED ? entry.remove() : entry.evict();
        if (last) {
            if (cause == RemovalCause.SIZE) {
                evictions.count(EvictionCause.WEIGHT);
            }
            retire(entry);
        }
    }

    private void retire(HotEntry entry) {
        index.unlink(entry);
        entry.release();
    }

    /**
     * Native memory for so many bytes, or as many as the largest slot holds, making room if there is none.
     *
     * @return null when all memory is in use by responses arriving or being read
     */
    public @Nullable Piece take(long bytes, Use use) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Piece piece = slabs.take(bytes, use);
            if (piece != null) {
                return piece;
            }
            evictColdest(slabs.slotBytes(bytes));
            piece = slabs.take(bytes, use);
            if (piece != null) {
                return piece;
            }
            emptySlabs();
        }
        refusals.count(RefusalCause.NO_ROOM);
        return null;
    }

    /**
     * Where the coldest responses occupy slots of the size wanted, the class is as cold as any and pays for itself. Where none
     * does, sizes have drifted and the class deserves a slab of another.
     */
    private void evictColdest(int slotBytes) {
        int freed = 0;
        for (HotEntry entry : coldest()) {
            if (freed >= SLOTS_FREED_AT_ONCE) {
                return;
            }
            int slots = slotsOf(entry, slotBytes);
            if (slots > 0) {
                reclaim(entry);
                freed += slots;
            }
        }
    }

    private Collection<HotEntry> coldest() {
        return chooser.order() == EvictionOrder.TINY_LFU
                ? eviction.coldest(COLDEST_LOOKED_AT).values()
                : chooser.coldest(COLDEST_LOOKED_AT);
    }

    private static int slotsOf(HotEntry entry, int slotBytes) {
        int slots = 0;
        for (Piece piece : entry.content().pieces()) {
            if (piece.capacityBytes() == slotBytes) {
                slots++;
            }
        }
        return slots;
    }

    private void emptySlabs() {
        for (int i = 0; i < SLABS_TRIED; i++) {
            List<PieceOwner> owners = slabs.drainOne();
            for (PieceOwner owner : owners) {
                owner.giveUp();
            }
            if (slabs.hasEmptySlab()) {
                return;
            }
        }
    }

    /** Shows what is in memory; each entry that it shows is told to {@code shown}. */
    public StoreTour visit(StoreVisitor visitor, Consumer<HotEntry> shown) {
        long seen = 0;
        for (HotEntry entry : policy.asMap().values()) {
            if (!visitor.goesOn()) {
                return new StoreTour(seen, Math.max(0, policy.estimatedSize() - seen), Extent.PART);
            }
            visitor.visit(entry.version().head(), entry.content().lengthBytes());
            shown.accept(entry);
            seen++;
        }
        return new StoreTour(seen, 0, Extent.WHOLE);
    }

    /**
     * Compares everything in memory with the purge log.
     *
     * @param softKeptSince what was purged softly before then goes
     * @param drop takes what is purged out of force
     * @param goOn asked after each response, and free to take its time
     * @return the least that a response which stays still needs, {@code Long.MAX_VALUE} for nothing; 0 where it did not come to its end
     */
    public long sweep(SweepDepth depth, Instant softKeptSince, Consumer<HotEntry> drop, BooleanSupplier goOn) {
        long floor = Long.MAX_VALUE;
        for (HotEntry entry : policy.asMap().values()) {
            StoredVersion version = entry.version();
            switch (judge.sweep(version.head(), version.cursor(), softKeptSince)) {
                case KEEP -> {
                    if (depth == SweepDepth.RETIRE) {
                        entry.compared(version);
                    }
                }
                case NEEDED ->
                    floor = Math.min(
                            floor,
                            Math.max(
                                    version.cursor().checkedSeq(),
                                    version.head().stamp().seq()));
                case DROP -> drop.accept(entry);
            }
            if (!goOn.getAsBoolean()) {
                return 0;
            }
        }
        return floor;
    }

    /** Whether a version of this variant is in memory. */
    public boolean holds(CacheKey key, VariantKey variant) {
        HotEntry[] variants = index.variants(key);
        if (variants != null) {
            for (HotEntry entry : variants) {
                if (entry.variant().equals(variant)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The responses most worth keeping, hottest first.
     *
     * @param most how many at most; their list is made under the policy's lock
     */
    public List<HotEntry> hottest(int most) {
        return List.copyOf(eviction.hottest(most).values());
    }

    double headFactor() {
        return headFactor;
    }

    /** Whether there is room for more without evicting anything. */
    public boolean hasRoom() {
        return eviction.weightedSize().orElse(0) < eviction.getMaximum() * FILL_AT_START;
    }

    /** What it holds and did. */
    public TierStats stats() {
        return new TierStats(
                policy.estimatedSize(),
                eviction.weightedSize().orElse(0),
                eviction.getMaximum(),
                hits.sum(),
                misses.sum(),
                admissions.sum(),
                evictions.counts(),
                refusals.counts(),
                0,
                0);
    }

    /** Offers nothing any more. Memory of responses still being read comes back as their leases close. */
    public void clear() {
        policy.invalidateAll();
        policy.cleanUp();
    }
}
