package io.skerry.edge.generation;

import io.skerry.cache.message.Headers;
import io.skerry.edge.routing.Captures;
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
    record Redirect(Template to, int status) implements RouteAction {

        /**
         * Where it sends a client whose path captured this. Captures are as they stood in the normalised path, so they are valid in a URL.
         *
         * <p>A path that begins with two slashes would be read as a host, and a backslash counts as one with browsers: only who wrote the
         * routes file says where else a client goes. A dot segment keeps it a path (RFC 3986 4.2).
         */
        public String location(Captures captures) {
            String target = to.expand(captures);
            boolean written = to.literals().getFirst().length() > 1;
            boolean host = target.length() > 1 && target.charAt(0) == '/' && "/\\".indexOf(target.charAt(1)) >= 0;
            return host && !written ? "/." + target : target;
        }
    }

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
