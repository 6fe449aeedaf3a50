package io.skerry.edge.routing;

import java.util.Set;

/**
 * When a route takes a request.
 *
 * @param path the paths it accepts
 * @param methods the methods it accepts, case-sensitive (RFC 9110 9.1); empty for all
 */
public record RouteCondition(PathPattern path, Set<String> methods) {

    public RouteCondition {
        methods = Set.copyOf(methods);
    }

    /** Whether a request with this method may take the route, whatever its path. */
    public boolean accepts(String method) {
        return methods.isEmpty() || methods.contains(method);
    }
}
