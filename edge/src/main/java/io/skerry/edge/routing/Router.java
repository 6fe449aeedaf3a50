package io.skerry.edge.routing;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the route of a request: the host chooses the site (an exact name before the longest wildcard before {@code *}), and within it
 * the first route in file order that accepts method and path wins. Immutable; safe on every thread; no regular expressions, and no
 * allocation unless a pattern captures.
 *
 * @param <R> what the caller attaches to each route
 */
public final class Router<R> {

    private final Map<String, Optional<SiteRoutes<R>>> exact = new HashMap<>();
    private final List<Wildcard<R>> wildcards;
    private final Optional<SiteRoutes<R>> any;
    private final RouteMatch<R> unknownHost = new RouteMatch.UnknownHost<>();

    private Router(List<SiteRoutes<R>> sites) {
        for (SiteRoutes<R> site : sites) {
            for (HostPattern host : site.hosts()) {
                if (!host.any() && !host.wildcard()) {
                    exact.putIfAbsent(host.text(), Optional.of(site));
                }
            }
        }
        wildcards = sites.stream()
                .flatMap(site -> site.hosts().stream()
                        .filter(HostPattern::wildcard)
                        .map(host -> new Wildcard<>(host.text().substring(1), Optional.of(site))))
                .sorted(Comparator.comparingInt((Wildcard<R> wildcard) -> -wildcard.suffix.length()))
                .toList();
        any = sites.stream()
                .filter(site -> site.hosts().stream().anyMatch(HostPattern::any))
                .findFirst();
    }

    /** A router over these sites. Of two sites with the same host the first answers; the check of the routes file refuses such a file. */
    public static <R> Router<R> of(List<SiteRoutes<R>> sites) {
        return new Router<>(sites);
    }

    /**
     * The site that answers a host.
     *
     * @param host lower case, without a port
     */
    public Optional<SiteRoutes<R>> site(String host) {
        Optional<SiteRoutes<R>> named = exact.get(host);
        if (named != null) {
            return named;
        }
        for (int i = 0; i < wildcards.size(); i++) {
            Wildcard<R> wildcard = wildcards.get(i);
            if (host.length() > wildcard.suffix.length() && host.endsWith(wildcard.suffix)) {
                return wildcard.site;
            }
        }
        return any;
    }

    /**
     * The route of a request.
     *
     * @param host lower case, without a port
     * @param path normalised (RFC 3986 6.2.2), still percent-encoded, without the query
     * @param method as it arrived
     */
    public RouteMatch<R> route(String host, String path, String method) {
        Optional<SiteRoutes<R>> site = site(host);
        return site.isPresent() ? site.get().route(path, method) : unknownHost;
    }

    private record Wildcard<R>(String suffix, Optional<SiteRoutes<R>> site) {}
}
