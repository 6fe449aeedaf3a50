package io.skerry.cache.store;

/** What a sweep of the store is for. */
public enum SweepDepth {
    /** To free the bytes of what was purged. */
    FREE,
    /** Also to note, durably, that what stays was compared with every purge until now, so that their records can be forgotten. */
    RETIRE
}
