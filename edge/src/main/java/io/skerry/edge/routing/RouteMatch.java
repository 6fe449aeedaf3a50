package io.skerry.edge.routing;

/**
 * The answer of the router: which route takes a request, or why none does.
 *
 * @param <R> what the caller attached to each route
 */
public sealed interface RouteMatch<R> {

    /**
     * The first route in file order that accepts the request.
     *
     * @param route what the caller attached to it
     * @param captures the parts its path pattern took out of the path
     */
    record Matched<R>(R route, Captures captures) implements RouteMatch<R> {}

    /** No site answers this host. */
    record UnknownHost<R>() implements RouteMatch<R> {}

    /**
     * The host is known, and none of its routes accepts method and path.
     *
     * @param site the name of the site
     */
    record NoRoute<R>(String site) implements RouteMatch<R> {}
}
