package io.skerry.cache.store.tiered;

import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.disk.DiskTier;
import io.skerry.cache.store.disk.FileResponse;
import io.skerry.cache.store.hot.HotEntry;
import io.skerry.cache.store.hot.HotResponse;
import io.skerry.cache.store.hot.HotTier;
import org.jspecify.annotations.Nullable;

/**
 * Takes single versions out of both tiers.
 *
 * @param hot memory
 * @param disk null where there is none
 */
record Removal(HotTier hot, @Nullable DiskTier disk) {

    /** Takes out what was found, and lets no older record of the variant come into force that has not been indexed yet. */
    void remove(StoredResponse stored) {
        DiskTier below = disk;
        if (below != null) {
            below.forget(stored.head().key(), stored.head().variant());
        }
        switch (stored) {
            case HotResponse response -> remove(response.entry());
            case FileResponse response when below != null -> below.remove(response);
            default -> throw foreign(stored);
        }
    }

    /** Takes out what is in memory, and its copy on disk. */
    void remove(HotEntry entry) {
        hot.remove(entry);
        Object copy = entry.diskCopy();
        DiskTier below = disk;
        if (below != null && copy != null) {
            below.remove(copy);
        }
    }

    static IllegalArgumentException foreign(StoredResponse stored) {
        return new IllegalArgumentException("not a response of this store: " + stored);
    }
}
