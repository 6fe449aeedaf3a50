package io.skerry.cache.purge.journal;

import io.skerry.cache.purge.record.ClusterPosition;
import java.util.Objects;

/**
 * How far a log has come, to be remembered with its records.
 *
 * @param lastNumber the newest record
 * @param deliveredNumber every record up to it has been delivered to the cluster, or need not be
 * @param position how far the cluster's log is applied
 */
public record JournalProgress(long lastNumber, long deliveredNumber, ClusterPosition position) {
    public JournalProgress {
        Objects.requireNonNull(position);
    }
}
