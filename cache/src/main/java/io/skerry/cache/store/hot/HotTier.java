package io.skerry.cache.store.hot;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.CacheStore.Freshening;
import io.skerry.cache.store.LeaseCount;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.StoreStats.TierStats;
import io.skerry.cache.store.StoreTour;
import io.skerry.cache.store.StoreVisitor;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.StoredResponse.Tier;
import io.skerry.cache.store.StoredVariant;
import io.skerry.cache.store.SweepDepth;
import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.PieceChain;
import io.skerry.cache.store.memory.Slabs;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The memory tier: an index that answers without a lock, slabs that hold the contents, and a policy that decides what stays.
 *
 * <p>The policy weighs slots and the estimated heap of heads, and may fill nine tenths of the slabs; the rest is for
 * responses arriving, for reads from disk and for evicted responses that are still being read. Every method may be called on an event
 * loop. What is there, and how it comes and goes, is {@link HotResidents}.
 */
public final class HotTier {

    private static final double POLICY_SHARE = 0.9;

    private final PurgeJudge judge;
    private final LeaseCount leases;
    private final HotResidents residents;
    private final RecentReads reads;
    private final SlotSupply supply;
    private final HotTours tours;
    private final HotSearch search;

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
        this.residents = new HotResidents(most);
        this.reads = new RecentReads(most);
        this.supply = new SlotSupply(slabs, residents::coldest, residents::reclaim);
        this.search = new HotSearch(residents.index(), judge, leases, residents::used, residents::remove);
        this.tours = new HotTours(residents.policy(), judge);
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
        boolean again = reads.again(HotEntry.digest(head), Math.max(1, residents.count() / 2));
        return again || residents.hasRoomForMore();
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
        return residents.admit(entry);
    }

    /**
     * Offers an entry read back from disk, unless memory holds a version of that variant already or everything in it is worth more.
     *
     * <p>The caller's reference passes to the tier. Whoever holds an entry that is not admitted may still read it.
     *
     * @param current asked under the policy's lock whether the disk tier still holds that version
     */
    public void promote(HotEntry entry, BooleanSupplier current) {
        residents.promote(entry, current);
    }

    /** Takes out whatever version of a variant is here: a newer one has come into force below. */
    public void supersede(CacheKey key, VariantKey variant) {
        residents.supersede(key, variant);
    }

    /** Takes exactly this version out for good. */
    public void remove(HotEntry entry) {
        residents.remove(entry);
    }

    /** Takes this version out to make room; a tier below may keep it. */
    void reclaim(HotEntry entry) {
        residents.reclaim(entry);
    }

    /** Replaces the head by an updated one, if the version that was found is still the one stored. */
    public Freshening freshen(HotEntry entry, StoredVersion expected, StoredVersion next) {
        return entry.replaceVersion(expected, next) ? Freshening.DONE : Freshening.LOST;
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
        return residents.index().holds(key, variant);
    }

    /**
     * The responses most worth keeping, hottest first.
     *
     * @param most how many at most; their list is made under the policy's lock
     */
    public List<HotEntry> hottest(int most) {
        return residents.hottest(most);
    }

    double headFactor() {
        return headFactor;
    }

    /** Whether there is room for more without evicting anything. */
    public boolean hasRoom() {
        return residents.hasRoomAtStart();
    }

    /** What it holds and did. */
    public TierStats stats() {
        return new TierStats(
                residents.count(),
                residents.weight(),
                residents.capacity(),
                search.hits(),
                search.misses(),
                residents.admissions(),
                residents.evictions(),
                supply.refusals(),
                0,
                0);
    }

    /** Offers nothing any more. Memory of responses still being read comes back as their leases close. */
    public void clear() {
        residents.clear();
    }
}
