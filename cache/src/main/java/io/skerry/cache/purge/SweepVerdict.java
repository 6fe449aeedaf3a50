package io.skerry.cache.purge;

/** What a sweep does with a stored response. */
public enum SweepVerdict {
    /** No record matches it: none of those compared is needed for it any more. */
    KEEP,
    /** Purged, or to be validated at best: its bytes are freed. */
    DROP,
    /** It stays, and so must the records that are newer than it: one of them makes it stale. */
    NEEDED
}
