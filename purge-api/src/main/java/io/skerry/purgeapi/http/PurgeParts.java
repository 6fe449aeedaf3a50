package io.skerry.purgeapi.http;

import io.skerry.purgeapi.PurgeTargets;
import io.skerry.purgeapi.delivery.PurgeNodes;
import io.skerry.purgeapi.feed.PurgeFeed;
import io.skerry.purgeapi.inventory.Inventory;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What the API works with.
 *
 * @param nodes puts purges in force
 * @param inventory tells what they find
 * @param feed the journal
 * @param targets the sites as they are now; asked once for each request
 * @param events hears of every call
 */
public record PurgeParts(
        PurgeNodes nodes, Inventory inventory, PurgeFeed feed, Supplier<PurgeTargets> targets, PurgeEvents events) {
    public PurgeParts {
        Objects.requireNonNull(nodes);
        Objects.requireNonNull(inventory);
        Objects.requireNonNull(feed);
        Objects.requireNonNull(targets);
        Objects.requireNonNull(events);
    }
}
