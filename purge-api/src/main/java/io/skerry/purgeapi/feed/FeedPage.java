package io.skerry.purgeapi.feed;

import java.util.List;

/**
 * A part of the journal.
 *
 * @param records in their order
 * @param first the number of the first record that a reader without a gap would get: if it is above the one asked for, what lies
 *     between is no longer kept
 * @param last the newest number that the page covers; read on from here
 * @param newest the newest number of the journal
 */
public record FeedPage(List<FeedRecord> records, long first, long last, long newest) {
    public FeedPage {
        records = List.copyOf(records);
    }
}
