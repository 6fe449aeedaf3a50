package io.skerry.purgeapi.http;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.PurgeReceipt;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Puts purges in force: the node's purge log. */
@FunctionalInterface
public interface Purger {

    /**
     * Purges what any selector matches, or refuses all of it. Called on event loops; must not block.
     *
     * @param selectors at least one
     * @return completes on any thread when the purge is in force
     */
    CompletionStage<PurgeReceipt> purge(List<PurgeSelector> selectors, PurgeMode mode);
}
