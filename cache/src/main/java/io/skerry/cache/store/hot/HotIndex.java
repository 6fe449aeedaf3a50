package io.skerry.cache.store.hot;

import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantKey;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored responses in memory by primary key: for each key a small immutable array of its variants, newest first, swapped
 * whole.
 *
 * <p>Reading takes no lock and compares the full key text. A key holds at most {@value #MAX_VARIANTS} variants: above that
 * the least recently found one goes (a cap that refused instead would hand attackers a switch to turn caching off).
 */
final class HotIndex {

    static final int MAX_VARIANTS = 64;

    private final ConcurrentHashMap<CacheKey, HotEntry[]> byKey = new ConcurrentHashMap<>();

    HotEntry @Nullable [] variants(CacheKey key) {
        return byKey.get(key);
    }

    /** The newest variant that the request selects. */
    static @Nullable HotEntry select(HotEntry[] variants, InputSource inputs) {
        for (HotEntry entry : variants) {
            if (entry.variant().selects(inputs)) {
                return entry;
            }
        }
        return null;
    }

    /**
     * Puts an entry first under its key, in place of an older version of the same variant.
     *
     * @return the variant that has to go because the key holds too many, or null
     */
    @Nullable
    HotEntry link(HotEntry entry) {
        HotEntry[] after = byKey.compute(
                entry.key(), (key, before) -> before == null ? new HotEntry[] {entry} : withFirst(entry, before));
        return after.length > MAX_VARIANTS ? leastRecentlyFound(after) : null;
    }

    /** Takes exactly this version out. */
    void unlink(HotEntry entry) {
        byKey.computeIfPresent(entry.key(), (key, before) -> without(entry, before));
    }

    private static HotEntry[] withFirst(HotEntry entry, HotEntry[] before) {
        int kept = 0;
        for (HotEntry other : before) {
            kept += other.variant().equals(entry.variant()) ? 0 : 1;
        }
        HotEntry[] after = new HotEntry[kept + 1];
        after[0] = entry;
        int at = 1;
        for (HotEntry other : before) {
            if (!other.variant().equals(entry.variant())) {
                after[at++] = other;
            }
        }
        return after;
    }

    private static HotEntry @Nullable [] without(HotEntry entry, HotEntry[] before) {
        int found = -1;
        for (int i = 0; i < before.length; i++) {
            found = before[i] == entry ? i : found;
        }
        if (found < 0) {
            return before;
        }
        if (before.length == 1) {
            return null;
        }
        HotEntry[] after = new HotEntry[before.length - 1];
        System.arraycopy(before, 0, after, 0, found);
        System.arraycopy(before, found + 1, after, found, after.length - found);
        return after;
    }

    /** Never the first, which is the one just added. */
    private static HotEntry leastRecentlyFound(HotEntry[] entries) {
        HotEntry oldest = entries[entries.length - 1];
        for (int i = entries.length - 2; i > 0; i--) {
            if (entries[i].lastUse() < oldest.lastUse()) {
                oldest = entries[i];
            }
        }
        return oldest;
    }

    /** Whether a version of this variant is in memory. */
    boolean holds(CacheKey key, VariantKey variant) {
        HotEntry[] variants = variants(key);
        if (variants != null) {
            for (HotEntry entry : variants) {
                if (entry.variant().equals(variant)) {
                    return true;
                }
            }
        }
        return false;
    }
}
