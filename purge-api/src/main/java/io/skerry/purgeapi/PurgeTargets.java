package io.skerry.purgeapi;

import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.message.TargetUri;
import java.util.List;
import java.util.Set;

/**
 * What the node's sites make of URLs and hosts: the same routing and keying that stored their responses, so that a purge finds
 * them. Immutable, called on event loops, never blocks.
 */
public interface PurgeTargets {

    /**
     * The stored URLs that a client's URL stands for: routed to its site, with host and query as that site keys them, and as it is:
     * another node's routes file may key it so.
     *
     * @param url normalised
     * @param queryMatch whether the query counts
     * @return one for each form under which a site stores it, each with its site; empty when no site serves it
     */
    List<PurgeSelector.Url> resolve(TargetUri url, QueryMatch queryMatch);

    /**
     * The hosts under which responses of a host are stored: itself, and the one that stands for all where the hosts of its site
     * share.
     *
     * @param host lower case, with a port where the purge names one
     * @return at least one
     */
    Set<String> storedHosts(String host);

    /** Whether the node has a site of this name. */
    boolean knowsSite(String name);
}
