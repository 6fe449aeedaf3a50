package io.skerry.edge.purges;

import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.message.TargetUri;
import io.skerry.edge.generation.CanonicalUris;
import io.skerry.edge.generation.Generation;
import io.skerry.edge.generation.Route;
import io.skerry.edge.routing.RouteMatch;
import io.skerry.purgeapi.PurgeTargets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the sites of a generation make of URLs that are to be purged: the same that they make of URLs that are requested. Pure. */
public final class SitePurgeTargets implements PurgeTargets {

    private final Generation generation;

    /** Over the sites of a generation. */
    public SitePurgeTargets(Generation generation) {
        this.generation = generation;
    }

    @Override
    public List<PurgeSelector.Url> resolve(TargetUri uri, QueryMatch queryMatch) {
        RouteMatch<Route> match = generation.router().route(uri.host(), uri.path(), "GET");
        return switch (match) {
            case RouteMatch.UnknownHost<Route> _ -> List.of();
            case RouteMatch.NoRoute<Route> none -> forms(uri, queryMatch, none.site());
            case RouteMatch.Matched<Route> matched ->
                forms(uri, queryMatch, matched.route().site().name());
        };
    }

    private List<PurgeSelector.Url> forms(TargetUri uri, QueryMatch queryMatch, String site) {
        return Stream.of(CanonicalUris.of(generation, uri), uri)
                .distinct()
                .map(form -> new PurgeSelector.Url(form, queryMatch, Optional.of(site)))
                .toList();
    }

    @Override
    public Set<String> storedHosts(String host) {
        String name = withoutPort(host);
        Optional<String> shared = generation.router().site(name).flatMap(site -> generation.sharedHost(site.site()));
        // Of the hosts that share, one is the one that stands for all, at each port.
        return shared.map(canonical -> canonical + host.substring(name.length()))
                .filter(canonical -> !canonical.equals(host))
                .map(canonical -> Set.of(host, canonical))
                .orElse(Set.of(host));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
    }

    @Override
    public boolean knowsSite(String name) {
        return generation.file().sites().stream().anyMatch(site -> site.name().equals(name));
    }
}
