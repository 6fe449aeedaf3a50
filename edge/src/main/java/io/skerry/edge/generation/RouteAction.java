package io.skerry.edge.generation;

import io.skerry.cache.message.Headers;
import io.skerry.edge.routing.Template;
import io.skerry.origin.OriginClient;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What a route does with a request that its functions let pass. */
public sealed interface RouteAction {

    /**
     * Asks an origin.
     *
     * @param name of the origin in the routes file
     * @param client the way to it
     * @param label only targets with this label, or null for any
     * @param rewrite of the path
     */
    record Forward(
            String name, OriginClient client, @Nullable String label, PathRewrite rewrite) implements RouteAction {}

    /**
     * Sends the client elsewhere.
     *
     * @param to URL or path with captures
     * @param status 301, 302, 303, 307 or 308
     */
    record Redirect(Template to, int status) implements RouteAction {}

    /**
     * Answers with a fixed response.
     *
     * @param status 200 to 599
     * @param headers Content-Type included
     * @param body never changed
     */
    record Respond(int status, Headers headers, Buffer body) implements RouteAction {}

    /** Leaves the answer to the route's functions; if none answers, there is nothing here. */
    record FunctionsAnswer() implements RouteAction {}
}
