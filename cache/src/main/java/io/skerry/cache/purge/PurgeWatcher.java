package io.skerry.cache.purge;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import java.util.List;

/** Hears of each purge as soon as it is in force. Called on the log's own thread, in order: do no work there. */
@FunctionalInterface
public interface PurgeWatcher {

    /** Hears nothing. */
    PurgeWatcher NOBODY = (selectors, mode) -> {};

    /** A purge is in force. */
    void purged(List<PurgeSelector> selectors, PurgeMode mode);
}
