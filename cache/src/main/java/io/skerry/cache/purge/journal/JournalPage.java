package io.skerry.cache.purge.journal;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.record.PurgeId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Some purges of a journal, for whoever follows it.
 *
 * @param entries in their order
 * @param first the number of the oldest record that is kept
 * @param last the newest number that the page covers: what lies between it and the number asked for is here, or purged nothing
 * @param newest the newest number of all
 */
public record JournalPage(List<Entry> entries, long first, long last, long newest) {

    public JournalPage {
        entries = List.copyOf(entries);
    }

    /**
     * One purge.
     *
     * @param number in this journal
     * @param id the same on every node
     * @param at when it got its number
     * @param mode hard or soft
     * @param selectors what it means
     */
    public record Entry(long number, PurgeId id, Instant at, PurgeMode mode, List<PurgeSelector> selectors) {
        public Entry {
            Objects.requireNonNull(id);
            Objects.requireNonNull(at);
            Objects.requireNonNull(mode);
            selectors = List.copyOf(selectors);
        }
    }
}
