package io.skerry.cache.store.tiered;

import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.disk.DiskRead;
import io.skerry.cache.store.disk.HotSet;
import io.skerry.cache.store.hot.HotEntry;
import io.skerry.cache.store.hot.HotTier;
import io.skerry.cache.store.hot.StoredVersion;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What memory held before a restart, put back from disk. */
final class RestoredSet implements HotSet {

    private final HotTier hot;
    private final ExactSlots slots;
    private final Predicate<Object> current;

    /** @param current whether a place on disk is still in force */
    RestoredSet(HotTier hot, ExactSlots slots, Predicate<Object> current) {
        this.hot = hot;
        this.slots = slots;
        this.current = current;
    }

    @Override
    public void hottest(int most, BiConsumer<CacheKey, VariantKey> each) {
        hot.hottest(most).forEach(entry -> each.accept(entry.key(), entry.variant()));
    }

    @Override
    public boolean hasRoom() {
        return hot.hasRoom();
    }

    @Override
    public void restore(DiskRead.Small read) {
        HotEntry entry = hot.entry(StoredVersion.of(read.head()), slots.fitted(read.content(), 1, Use.READ));
        entry.keptAt(read.place());
        hot.promote(entry, () -> current.test(read.place()));
    }
}
