package io.skerry.purgeapi.feed;

import java.util.concurrent.CompletionStage;

/** Reads the node's purge journal. Called on event loops; must not block. */
@FunctionalInterface
public interface PurgeFeed {

    /**
     * The records behind a sequence number.
     *
     * @param seq the newest one that the reader knows, 0 for none
     * @param most so many at most
     * @return completes on any thread; exceptionally if the journal cannot be read
     */
    CompletionStage<FeedPage> since(long seq, int most);
}
