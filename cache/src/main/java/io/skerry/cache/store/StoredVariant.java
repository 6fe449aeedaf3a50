package io.skerry.cache.store;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import java.util.Objects;

/**
 * One stored response of a key, looked at without being used.
 *
 * @param head as it stands now
 * @param verdict what the purge log says of it now
 * @param tier where it is; in memory, if it is in both
 */
public record StoredVariant(StoredHead head, PurgeVerdict verdict, StoredResponse.Tier tier) {
    public StoredVariant {
        Objects.requireNonNull(head);
        Objects.requireNonNull(verdict);
        Objects.requireNonNull(tier);
    }
}
