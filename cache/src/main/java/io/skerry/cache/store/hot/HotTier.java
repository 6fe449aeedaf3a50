package io.skerry.cache.store.hot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.CacheStore.Freshening;
import io.skerry.cache.store.EvictionCause;
import io.skerry.cache.store.LeaseCount;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.StoreStats.TierStats;
import io.skerry.cache.store.StoreTour;
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
import io.skerry.cache.store.memory.Slabs;
import java.time.Instant;
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

    private final PurgeJudge judge;
    private final LeaseCount leases;
    private final HotIndex index = new HotIndex();
    private final Cache<VariantId, HotEntry> policy;
    private final Eviction<VariantId, HotEntry> eviction;
    private final VictimChooser<HotEntry> chooser;
    private final RecentReads reads;
    private final SlotSupply supply;
    private final HotTours tours;
    private final HotSearch search;
    private final LongAdder admissions = new LongAdder();
    private final Tally<EvictionCause> evictions = new Tally<>(EvictionCause.class);

    /** How much more than native memory the heap of a head is worth. */
    private final double headFactor;

    /**
     * A tier over these slabs, of which it uses all that others leave.
     *
     * @param headBytes of the heap, for the heads: where that is less than memory, heads weigh the more
     */
    public HotTier(Slabs slabs, PurgeJudge judge, LeaseCount leases, long headBytes) {
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
        this.supply = new SlotSupply(slabs, this::coldest, this::reclaim);
        this.search = new HotSearch(index, judge, leases, this::used, this::remove);
        this.tours = new HotTours(policy, judge);
    }

    /**
     * Finds the stored response that a request selects, and holds it open. A response that was purged hard is removed here.
     *
     * @return found, none, or other variants; never pending
     */
    public Lookup find(CacheKey key, InputSource inputs) {
        return search.find(key, inputs);
    }

    /** Holds open what is stored under a key, whatever request it is for, newest first; what was purged hard is left out. */
    public List<StoredResponse> variants(CacheKey key, int most) {
        return search.open(key, most);
    }

    /** What is stored under a key, newest first; counts as no use. */
    public List<StoredVariant> variants(CacheKey key) {
        return search.shown(key);
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
     * Whether a response just read from disk shall be kept here: while there is room, and when it is read again before half as many
     * others have been read as memory holds. A first read alone shows no use worth the eviction of what has been used.
     */
    public boolean wants(StoredHead head) {
        boolean again = reads.again(HotEntry.digest(head), Math.max(1, policy.estimatedSize() / 2));
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

    private void used(HotEntry entry) {
        var _ = policy.getIfPresent(entry.id()); // tells the policy of the use
        chooser.used(entry);
    }

    private Collection<HotEntry> coldest(int most) {
        return chooser.order() == EvictionOrder.TINY_LFU
                ? eviction.coldest(most).values()
                : chooser.coldest(most);
    }

    /**
     * Native memory for so many bytes, or as many as the largest slot holds, making room if there is none.
     *
     * @return null when all memory is in use by responses arriving or being read
     */
    public @Nullable Piece take(long bytes, Use use) {
        return supply.take(bytes, use);
    }

    /** Shows what is in memory; each entry that it shows is told to {@code shown}. */
    public StoreTour visit(StoreVisitor visitor, Consumer<HotEntry> shown) {
        return tours.visit(visitor, shown);
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
        return tours.sweep(depth, softKeptSince, drop, goOn);
    }

    /** Whether a version of this variant is in memory. */
    public boolean holds(CacheKey key, VariantKey variant) {
        return index.holds(key, variant);
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
                search.hits(),
                search.misses(),
                admissions.sum(),
                evictions.counts(),
                supply.refusals(),
                0,
                0);
    }

    /** Offers nothing any more. Memory of responses still being read comes back as their leases close. */
    public void clear() {
        policy.invalidateAll();
        policy.cleanUp();
    }
}
