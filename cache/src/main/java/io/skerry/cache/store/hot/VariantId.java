package io.skerry.cache.store.hot;

import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantKey;

/**
 * What the eviction policy knows a response by: primary and secondary key. A new version of a response keeps the frequency
 * that its predecessors earned.
 */
final class VariantId implements Comparable<VariantId> {

    private final CacheKey key;
    private final VariantKey variant;
    private final int hash;

    VariantId(CacheKey key, VariantKey variant) {
        this.key = key;
        this.variant = variant;
        this.hash =
                (int) (key.low() ^ (key.low() >>> 32)) + 31 * variant.values().hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof VariantId that
                        && hash == that.hash
                        && key.equals(that.key)
                        && variant.equals(that.variant));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(VariantId other) {
        int byKey = key.compareTo(other.key);
        return byKey == 0 ? variant.compareTo(other.variant) : byKey;
    }
}
