package io.skerry.edge.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The routes of one site, in file order. Immutable; safe on every thread.
 *
 * @param <R> what the caller attached to each route
 */
public final class SiteRoutes<R> {

    private final String site;
    private final List<HostPattern> hosts;
    private final List<Entry<R>> entries;
    private final FirstSegmentIndex index;
    private final RouteMatch<R> none;

    private SiteRoutes(String site, List<HostPattern> hosts, List<Entry<R>> entries) {
        this.site = site;
        this.hosts = List.copyOf(hosts);
        this.entries = List.copyOf(entries);
        this.index = FirstSegmentIndex.of(
                entries.stream().map(entry -> entry.condition.path()).toList());
        this.none = new RouteMatch.NoRoute<>(site);
    }

    /** Starts the list of routes of a site that answers these hosts. */
    public static <R> Builder<R> site(String name, List<HostPattern> hosts) {
        return new Builder<>(name, hosts);
    }

    /** The name of the site. */
    public String site() {
        return site;
    }

    /** The hosts it answers. */
    public List<HostPattern> hosts() {
        return hosts;
    }

    /**
     * The first route that accepts the request: {@link RouteMatch.Matched} or {@link RouteMatch.NoRoute}. Allocates only for patterns
     * that capture.
     *
     * @param path normalised (RFC 3986 6.2.2), still percent-encoded, without the query
     */
    public RouteMatch<R> route(String path, String method) {
        for (int candidate : index.candidates(path)) {
            Entry<R> entry = entries.get(candidate);
            if (!entry.condition.accepts(method)) {
                continue;
            }
            Optional<Captures> captures = entry.condition.path().match(path);
            if (captures.isPresent()) {
                return entry.matched(captures.get());
            }
        }
        return none;
    }

    /** Collects the routes of one site; the order of the calls is the order of the file. */
    public static final class Builder<R> {

        private final String name;
        private final List<HostPattern> hosts;
        private final List<Entry<R>> entries = new ArrayList<>();

        private Builder(String name, List<HostPattern> hosts) {
            this.name = name;
            this.hosts = hosts;
        }

        /** Adds a route behind those added before. */
        public Builder<R> add(RouteCondition condition, R route) {
            entries.add(new Entry<>(condition, route, new RouteMatch.Matched<>(route, Captures.NONE)));
            return this;
        }

        /** The routes added so far. */
        public SiteRoutes<R> build() {
            return new SiteRoutes<>(name, hosts, entries);
        }
    }

    private record Entry<R>(RouteCondition condition, R route, RouteMatch<R> plain) {

        RouteMatch<R> matched(Captures captures) {
            return captures == Captures.NONE ? plain : new RouteMatch.Matched<>(route, captures);
        }
    }
}
