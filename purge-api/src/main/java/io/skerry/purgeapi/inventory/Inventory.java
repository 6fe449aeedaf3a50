package io.skerry.purgeapi.inventory;

import io.skerry.cache.invalidation.PurgeSelector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Tells what a purge finds on this node. Called on event loops; must not block. */
public interface Inventory {

    /**
     * Counts what a purge finds, for its answer: within milliseconds, or not at all. Called before the purge is handed over; what the
     * purge does meanwhile makes no difference.
     *
     * @return completes on any thread, never exceptionally
     */
    CompletionStage<Tally> count(List<PurgeSelector> selectors);

    /**
     * Looks at everything stored, for a dry run.
     *
     * @param limit how long it may take; what was not looked at by then is estimated
     * @return completes on any thread, never exceptionally
     */
    CompletionStage<Tally> inspect(List<PurgeSelector> selectors, Duration limit);
}
