package io.skerry.edge.generation;

import io.skerry.edge.config.model.RewriteSettings;
import io.skerry.edge.routing.Captures;
import io.skerry.edge.routing.Template;
import java.util.Optional;

/** How the path changes on its way to the origin. Purges and keys keep to the client's path. */
public sealed interface PathRewrite {

    /** The path for the origin. */
    String apply(String path, Captures captures);

    /** What the routes file says of a route. */
    static PathRewrite of(Optional<RewriteSettings> settings) {
        return switch (settings.orElse(null)) {
            case null -> new Same();
            case RewriteSettings.Prefix prefix ->
                new Prefix(prefix.prefix().text(), prefix.to().text());
            case RewriteSettings.Whole whole -> new Whole(whole.path());
        };
    }

    /** No change. */
    record Same() implements PathRewrite {
        @Override
        public String apply(String path, Captures captures) {
            return path;
        }
    }

    /**
     * Another beginning, whole segments; a path with a different beginning stays as it is.
     *
     * @param prefix without a trailing slash, or {@code /} alone
     * @param to likewise
     */
    record Prefix(String prefix, String to) implements PathRewrite {
        @Override
        public String apply(String path, Captures captures) {
            String old = prefix.equals("/") ? "" : prefix;
            boolean below = path.startsWith(old) && (path.length() == old.length() || path.charAt(old.length()) == '/');
            if (!below) {
                return path;
            }
            String rewritten = (to.equals("/") ? "" : to) + path.substring(old.length());
            return rewritten.isEmpty() ? "/" : rewritten;
        }
    }

    /**
     * Another path, with captures put in.
     *
     * @param path starts with a slash
     */
    record Whole(Template path) implements PathRewrite {
        @Override
        public String apply(String clientPath, Captures captures) {
            return path.expand(captures);
        }
    }
}
