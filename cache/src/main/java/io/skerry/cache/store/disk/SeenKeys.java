package io.skerry.cache.store.disk;

import io.skerry.cache.key.CacheKey;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers the keys stored lately, approximately, in 1 MiB: a table of digests in which a newer key displaces an older one.
 * A key forgotten too early is written to disk one store later; no other harm comes of it.
 */
final class SeenKeys {

    private static final int SLOTS = 1 << 17;

    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

    /** Whether the key was seen before; it has been from now on. */
    boolean seenBefore(CacheKey key) {
        int slot = (int) (key.high() & (SLOTS - 1));
        return slots.getAndSet(slot, key.low()) == key.low();
    }
}
