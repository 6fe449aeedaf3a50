package io.skerry.edge.generation;

import io.skerry.cache.key.CacheKeyFactory;
import io.skerry.cache.message.TargetUri;
import io.skerry.edge.routing.RouteMatch;

/** The form in which stored responses of a client's URL are known: what purges, invalidations and lineage name. */
public final class CanonicalUris {

    private CanonicalUris() {}

    /** The canonical URI of a URL of any site; the URL itself where nothing is cached. */
    public static TargetUri of(Generation generation, TargetUri uri) {
        RouteMatch<Route> match = generation.router().route(uri.host(), uri.path(), "GET");
        return switch (match) {
            case RouteMatch.UnknownHost<Route> _, RouteMatch.NoRoute<Route> _ -> uri;
            case RouteMatch.Matched<Route> matched ->
                switch (matched.route().caching()) {
                    case Caching.Off _ -> uri;
                    case Caching.By by ->
                        CacheKeyFactory.canonical(uri, by.policy().forUrl(uri).key());
                };
        };
    }
}
