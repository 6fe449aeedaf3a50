package io.skerry.purgeapi;

import io.skerry.cache.invalidation.PurgeMode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A well-formed purge request.
 *
 * @param items at least one; all of them are purged, or none
 * @param mode hard or soft
 * @param site restricts every item to one site
 * @param reason the caller's note for the audit log
 */
public record PurgeCommand(List<PurgeItem> items, PurgeMode mode, Optional<String> site, Optional<String> reason) {

    /** More items than this in one request are refused. */
    public static final int MAX_ITEMS = 500;

    public PurgeCommand {
        items = List.copyOf(items);
        Objects.requireNonNull(mode);
        Objects.requireNonNull(site);
        Objects.requireNonNull(reason);
        if (items.isEmpty() || items.size() > MAX_ITEMS) {
            throw new IllegalArgumentException(items.size() + " items");
        }
    }
}
