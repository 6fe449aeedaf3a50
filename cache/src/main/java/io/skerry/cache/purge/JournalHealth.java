package io.skerry.cache.purge;

/** Whether the purge journal takes records. */
public enum JournalHealth {
    WRITABLE,
    /** The last attempt to write failed; purges are refused until one succeeds. */
    UNWRITABLE
}
