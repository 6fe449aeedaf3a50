package io.skerry.edge.config.model;

import io.skerry.edge.routing.Template;
import io.skerry.functions.api.Description;
import io.skerry.functions.api.Required;

/** How the path of a request changes before it is forwarded. The query stays. */
public sealed interface RewriteSettings {

    /**
     * Puts one beginning in the place of another.
     *
     * @param prefix whole segments every path of the route begins with
     * @param to what stands there instead
     */
    record Prefix(
            @Required @Description("Beginning of the path, whole segments")
            AbsolutePath prefix,

            @Required @Description("What stands there instead")
            AbsolutePath to)
            implements RewriteSettings {}

    /**
     * Makes a new path.
     *
     * @param path absolute, with captures
     */
    record Whole(
            @Required @Description("The new path; {name} is a capture of the path")
            Template path) implements RewriteSettings {

        public Whole {
            if (!path.text().startsWith("/")) {
                throw new IllegalArgumentException("path: expected a path that starts with \"/\"");
            }
            // Nothing is encoded on the way to the origin, and the client's query comes behind it.
            if (!AbsolutePath.plain(path.text())) {
                throw new IllegalArgumentException(
                        "path: expected no query, wildcard or dot segments, and other characters percent-encoded");
            }
        }
    }
}
