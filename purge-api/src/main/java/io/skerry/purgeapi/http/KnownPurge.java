package io.skerry.purgeapi.http;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.purgeapi.delivery.Delivery;
import io.skerry.purgeapi.inventory.Tally;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A purge that is in force, as it can be asked for.
 *
 * @param delivery what became of it
 * @param mode hard or soft
 * @param sites the only ones it may have touched; empty for all
 * @param tally what it found on this node
 */
record KnownPurge(Delivery.InForce delivery, PurgeMode mode, Set<String> sites, Optional<Tally> tally) {
    KnownPurge {
        Objects.requireNonNull(delivery);
        Objects.requireNonNull(mode);
        sites = Set.copyOf(sites);
        Objects.requireNonNull(tally);
    }
}
