package io.skerry.purgeapi.feed;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One purge of the journal.
 *
 * @param seq its number here
 * @param id its identity on every node
 * @param at when it was put in force here
 * @param mode hard or soft
 * @param selectors what it names
 */
public record FeedRecord(long seq, String id, Instant at, PurgeMode mode, List<PurgeSelector> selectors) {
    public FeedRecord {
        Objects.requireNonNull(id);
        Objects.requireNonNull(at);
        Objects.requireNonNull(mode);
        selectors = List.copyOf(selectors);
    }
}
