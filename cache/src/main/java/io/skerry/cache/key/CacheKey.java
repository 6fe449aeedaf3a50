package io.skerry.cache.key;

import java.util.Objects;

/**
 * The primary key of stored responses (RFC 9111 2): a 128-bit digest for finding them, and the full text that is compared on
 * every hit, so that two keys with one digest never share a response.
 *
 * <p>Made by {@code CacheKeyFactory} alone. Equality is digest and text. Keys have an order, without a meaning, for the sake of hash tables:
 * clients can make URLs of one digest, and only what has an order is found among many of one hash without looking at all.
 */
public final class CacheKey implements Comparable<CacheKey> {

    private final long high;
    private final long low;
    private final String text;

    /**
     * A key with its digest.
     *
     * @param high the first 64 bits of the digest of {@code text}
     * @param low the last 64 bits
     * @param text the canonical text: site, scheme, host, path, query, then the policy's cookies and fields
     */
    public CacheKey(long high, long low, String text) {
        this.high = high;
        this.low = low;
        this.text = Objects.requireNonNull(text);
    }

    /** The first 64 bits of the digest. */
    public long high() {
        return high;
    }

    /** The last 64 bits of the digest. */
    public long low() {
        return low;
    }

    /** The canonical text. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheKey that && low == that.low && high == that.high && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low);
    }

    @Override
    public int compareTo(CacheKey other) {
        if (low != other.low) {
            return Long.compare(low, other.low);
        }
        return high != other.high ? Long.compare(high, other.high) : text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
