package io.skerry.functions.api;

import java.util.Map;
import java.util.Optional;

/**
 * The route a request matched.
 *
 * @param site the name of the site
 * @param name the name of the route
 * @param parameters what the path pattern captured, still percent-encoded as in the normalised path
 */
public record RouteInfo(String site, String name, Map<String, String> parameters) {

    /** Copies the map. */
    public RouteInfo {
        parameters = Map.copyOf(parameters);
    }

    /**
     * One captured parameter.
     *
     * @param parameter its name in the pattern
     * @return its text, still percent-encoded, so that it can stand in another path as it is
     */
    public Optional<String> parameter(String parameter) {
        return Optional.ofNullable(parameters.get(parameter));
    }
}
