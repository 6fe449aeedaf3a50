package io.skerry.cache.store.tiered;

import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.disk.DiskRead;
import io.skerry.cache.store.disk.DiskTier;
import io.skerry.cache.store.disk.DiskTier.Search;
import io.skerry.cache.store.hot.HotEntry;
import io.skerry.cache.store.hot.HotResponse;
import io.skerry.cache.store.hot.HotTier;
import io.skerry.cache.store.hot.StoredVersion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Lookups through both tiers: memory answers at once, the disk from a thread of its own. Called on event loops. */
final class TierLookups {

    private final HotTier hot;
    private final @Nullable DiskTier disk;
    private final ExactSlots slots;
    private final AtomicBoolean closing;

    /**
     * Lookups in these tiers.
     *
     * @param slots where what is promoted lies
     * @param closing whether nothing is found any more
     */
    TierLookups(HotTier hot, @Nullable DiskTier disk, ExactSlots slots, AtomicBoolean closing) {
        this.hot = hot;
        this.disk = disk;
        this.slots = slots;
        this.closing = closing;
    }

    /** Whether a lookup that finds nothing waits for the disk to be indexed after a start. */
    private enum Patience {
        WAITS,
        HAS_WAITED
    }

    /** Finds what a request selects; at once where memory has it. */
    Lookup find(CacheKey key, InputSource inputs) {
        return find(key, inputs, Patience.WAITS);
    }

    private Lookup find(CacheKey key, InputSource inputs, Patience patience) {
        if (closing.get()) {
            return Lookup.NONE;
        }
        Lookup fromMemory = hot.find(key, inputs);
        DiskTier below = disk;
        return fromMemory instanceof Lookup.Found || below == null
                ? fromMemory
                : findBelow(below, new Asked(key, inputs, patience), fromMemory);
    }

    /** A lookup that memory does not answer. */
    private record Asked(CacheKey key, InputSource inputs, Patience patience) {}

    private Lookup findBelow(DiskTier below, Asked asked, Lookup fromMemory) {
        CompletableFuture<Lookup> later = new CompletableFuture<>();
        Search search = below.find(asked.key, asked.inputs, read -> complete(later, below, read, fromMemory));
        return switch (search) {
            case READING -> new Lookup.Pending(later);
            case OTHER_VARIANTS -> afterIndexing(below, asked, Lookup.OTHER_VARIANTS);
            case NOTHING -> afterIndexing(below, asked, fromMemory);
        };
    }

    private Lookup afterIndexing(DiskTier below, Asked asked, Lookup now) {
        CompletionStage<Void> until = switch (asked.patience) {
            case WAITS -> below.untilIndexed(asked.key);
            case HAS_WAITED -> null;
        };
        if (until == null) {
            below.missed();
            return now;
        }
        return new Lookup.Recovering(until, () -> find(asked.key, asked.inputs, Patience.HAS_WAITED));
    }

    /** On a store thread. Whatever is thrown, whoever waits is answered. */
    private void complete(CompletableFuture<Lookup> later, DiskTier below, DiskRead read, Lookup fromMemory) {
        try {
            later.complete(found(below, read, fromMemory));
        } finally {
            later.complete(fromMemory);
        }
    }

    private Lookup found(DiskTier below, DiskRead read, Lookup fromMemory) {
        return switch (read) {
            case DiskRead.Small small -> promoted(below, small);
            case DiskRead.Large large -> new Lookup.Found(large.response());
            case DiskRead.Gone gone -> fromMemory;
        };
    }

    /** A small response is in memory already, verified: it stays there if it has been read before and the policy likes it. */
    private Lookup promoted(DiskTier below, DiskRead.Small read) {
        StoredVersion version = StoredVersion.of(read.head());
        if (!hot.wants(read.head())) {
            HotEntry passing = hot.passing(version, read.content());
            passing.keptAt(read.place());
            return new Lookup.Found(hot.lease(passing, StoredResponse.Tier.DISK));
        }
        HotEntry entry = hot.entry(version, slots.fitted(read.content(), 1, Use.READ));
        entry.keptAt(read.place());
        entry.retainNew();
        HotResponse response = hot.lease(entry, StoredResponse.Tier.DISK);
        hot.promote(entry, () -> below.holds(read.place()));
        return new Lookup.Found(response);
    }
}
