package io.skerry.cache.store;

/** Why a stored response had to make room. */
public enum EvictionCause {
    /** The tier is full, and the policy likes others better. */
    WEIGHT("weight"),
    /** The one place where another could go was full: a size class in memory, a segment of a shard on disk. */
    PLACE("place"),
    /** Its key has more variants than one key may have. */
    VARIANTS("variants");

    private final String token;

    EvictionCause(String token) {
        this.token = token;
    }

    /** The word in metrics. */
    public String token() {
        return token;
    }
}
