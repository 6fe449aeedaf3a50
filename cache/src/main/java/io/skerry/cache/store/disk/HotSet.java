package io.skerry.cache.store.disk;

import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantKey;
import java.util.function.BiConsumer;

/** The memory tier as the disk tier sees it: what is hottest there, and a way to put it back after a restart. */
public interface HotSet {

    /** Names what is most worth keeping, hottest first. */
    void hottest(int most, BiConsumer<CacheKey, VariantKey> each);

    /** Whether more can be put there without evicting anything. */
    boolean hasRoom();

    /** Takes over a response that was hot before the restart. */
    void restore(DiskRead.Small read);
}
