package io.skerry.edge.admin;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.Set;

/**
 * One path of the admin listener.
 *
 * @param path absolute, without a slash at its end
 * @param scope whether paths below it belong to it
 * @param methods it answers; others get 405. None for all: the handler tells callers which it answers
 * @param handler called on the event loop; answers the request, and reads its content or leaves it
 */
public record AdminRoute(String path, Scope scope, Set<HttpMethod> methods, Handler<HttpServerRequest> handler) {

    public AdminRoute {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("not a route's path: " + path);
        }
        Objects.requireNonNull(scope);
        methods = Set.copyOf(methods);
        Objects.requireNonNull(handler);
    }

    /** A page to look at: GET and HEAD, this path alone. */
    public static AdminRoute page(String path, Handler<HttpServerRequest> handler) {
        return new AdminRoute(path, Scope.EXACT, Set.of(HttpMethod.GET, HttpMethod.HEAD), handler);
    }

    /** A path and all below it, whatever the method: the handler sorts them out. */
    public static AdminRoute all(String path, Handler<HttpServerRequest> handler) {
        return new AdminRoute(path, Scope.SUBTREE, Set.of(), handler);
    }

    /** A method that means the same on every path. */
    public static AdminRoute method(HttpMethod method, Handler<HttpServerRequest> handler) {
        return new AdminRoute("/*", Scope.EVERYWHERE, Set.of(method), handler);
    }

    boolean answers(HttpMethod method) {
        return methods.isEmpty() || methods.contains(method);
    }

    boolean covers(String requestPath) {
        return switch (scope) {
            case EVERYWHERE -> true;
            case EXACT -> requestPath.equals(path);
            case SUBTREE ->
                requestPath.startsWith(path)
                        && (requestPath.length() == path.length() || requestPath.charAt(path.length()) == '/');
        };
    }

    /** Which paths a route covers. */
    public enum Scope {
        /** Its path alone. */
        EXACT,
        /** Its path and those below it. */
        SUBTREE,
        /** Every path, and no path in particular: it makes no path known. */
        EVERYWHERE
    }
}
