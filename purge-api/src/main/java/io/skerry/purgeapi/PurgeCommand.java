package io.skerry.purgeapi;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.purgeapi.delivery.PurgeReach;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A well-formed purge request.
 *
 * @param items at least one; all of them are purged, or none
 * @param how how they are purged
 * @param site restricts every item to one site
 * @param reason the caller's note for the audit log
 */
public record PurgeCommand(List<PurgeItem> items, How how, Optional<String> site, Optional<String> reason) {

    /** More items than this in one request are refused. */
    public static final int MAX_ITEMS = 500;

    public PurgeCommand {
        items = List.copyOf(items);
        Objects.requireNonNull(how);
        Objects.requireNonNull(site);
        Objects.requireNonNull(reason);
        if (items.isEmpty() || items.size() > MAX_ITEMS) {
            throw new IllegalArgumentException(items.size() + " items");
        }
    }

    /** The same request, restricted to a site that its path names. */
    public PurgeCommand within(String name) {
        return new PurgeCommand(items, how, Optional.of(name), reason);
    }

    /**
     * How items are purged.
     *
     * @param mode hard or soft
     * @param reach which nodes are meant
     * @param action whether it is done or only looked at
     */
    public record How(PurgeMode mode, PurgeReach reach, Action action) {
        public How {
            Objects.requireNonNull(mode);
            Objects.requireNonNull(reach);
            Objects.requireNonNull(action);
        }
    }

    /** Whether a request changes anything. */
    public enum Action {
        /** What it names is purged. */
        PURGE,
        /** What it would purge is shown. */
        DRY_RUN
    }
}
