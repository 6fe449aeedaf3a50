package io.skerry.cache.purge;

/** Whether the purge journal takes records. */
public enum JournalHealth {
    WRITABLE,
    /** A write has been under way for more than two seconds; purges wait for it. */
    STANDING_STILL,
    /** The last attempt to write failed; purges are refused until one succeeds. */
    UNWRITABLE
}
