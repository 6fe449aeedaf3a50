package io.skerry.edge.generation;

import io.skerry.functions.runtime.FunctionChain;
import java.util.Objects;

/**
 * One route, built.
 *
 * @param site the site it belongs to
 * @param name in logs and metrics
 * @param action what it does
 * @param caching whether and how its responses are stored
 * @param functions in file order; often none
 * @param requestEdits on what the origin is sent
 * @param responseEdits on what the client is sent
 */
public record Route(
        Site site,
        String name,
        RouteAction action,
        Caching caching,
        FunctionChain functions,
        HeaderEdits requestEdits,
        HeaderEdits responseEdits) {

    public Route {
        Objects.requireNonNull(site);
        Objects.requireNonNull(name);
        Objects.requireNonNull(action);
        Objects.requireNonNull(caching);
        Objects.requireNonNull(functions);
        Objects.requireNonNull(requestEdits);
        Objects.requireNonNull(responseEdits);
    }
}
