package io.skerry.cache.purge;

import java.util.Objects;

/**
 * What the purge log holds, for metrics. Numbers are read without a common lock.
 *
 * @param lastRecord the number of the newest record in force
 * @param journalBytes the journal's length on disk, 0 for a log in memory
 * @param waiting purges that wait for the disk
 * @param refused purges refused since start
 * @param index what the index keeps in memory
 */
public record PurgeLogStats(long lastRecord, long journalBytes, int waiting, long refused, IndexSizes index) {
    public PurgeLogStats {
        Objects.requireNonNull(index);
    }
}
