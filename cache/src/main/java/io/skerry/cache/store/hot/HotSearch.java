package io.skerry.cache.store.hot;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.LeaseCount;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.StoredResponse.Tier;
import io.skerry.cache.store.StoredVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Looks for responses in the index of the memory tier and holds them open. Takes no lock; any thread. */
final class HotSearch {

    private final HotIndex index;
    private final PurgeJudge judge;
    private final LeaseCount leases;
    private final Consumer<HotEntry> used;
    private final Consumer<HotEntry> remove;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /**
     * A search of an index.
     *
     * @param used told of each use
     * @param remove takes a response out for good
     */
    HotSearch(HotIndex index, PurgeJudge judge, LeaseCount leases, Consumer<HotEntry> used, Consumer<HotEntry> remove) {
        this.index = index;
        this.judge = judge;
        this.leases = leases;
        this.used = used;
        this.remove = remove;
    }

    /**
     * Finds the stored response that a request selects, and holds it open. A response that was purged hard is removed here.
     *
     * @return found, none, or other variants; never pending
     */
    Lookup find(CacheKey key, InputSource inputs) {
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
                remove.accept(entry);
                entry.release();
            }
            variants = index.variants(key);
        }
        misses.increment();
        return Lookup.NONE;
    }

    /** Holds open what is stored under a key, whatever request it is for, newest first; what was purged hard is left out. */
    List<StoredResponse> open(CacheKey key, int most) {
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
        used.accept(entry);
        hits.increment();
        return new Lookup.Found(new HotResponse(entry, version, judge, Tier.HOT, leases));
    }

    /** What is stored under a key, newest first; counts as no use. */
    List<StoredVariant> shown(CacheKey key) {
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

    long hits() {
        return hits.sum();
    }

    long misses() {
        return misses.sum();
    }
}
