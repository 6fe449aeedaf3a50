package io.skerry.purgeapi.delivery;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import java.util.List;
import java.util.Objects;

/**
 * A purge to be put in force.
 *
 * @param selectors what it names, at least one
 * @param mode hard or soft
 * @param reach which nodes it means
 */
public record PurgeOrder(List<PurgeSelector> selectors, PurgeMode mode, PurgeReach reach) {
    public PurgeOrder {
        selectors = List.copyOf(selectors);
        Objects.requireNonNull(mode);
        Objects.requireNonNull(reach);
        if (selectors.isEmpty()) {
            throw new IllegalArgumentException("a purge without selectors");
        }
    }
}
