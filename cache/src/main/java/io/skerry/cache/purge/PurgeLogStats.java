package io.skerry.cache.purge;

import io.skerry.cache.purge.index.IndexSizes;
import java.util.Objects;

/**
 * What the purge log holds, for metrics. Numbers are read without a common lock.
 *
 * @param lastRecord the number of the newest record in force
 * @param retired the newest record that nothing stored needs any more, 0 for none
 * @param journalBytes the journal's length on disk, 0 for a log in memory
 * @param waiting purges that wait for the disk
 * @param refused purges refused since start
 * @param health whether the journal takes records
 * @param index what the index keeps in memory
 */
public record PurgeLogStats(
        long lastRecord,
        long retired,
        long journalBytes,
        int waiting,
        long refused,
        JournalHealth health,
        IndexSizes index) {
    public PurgeLogStats {
        Objects.requireNonNull(health);
        Objects.requireNonNull(index);
    }
}
