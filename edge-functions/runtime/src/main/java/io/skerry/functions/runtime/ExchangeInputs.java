package io.skerry.functions.runtime;

import io.skerry.cache.key.VariantInput;
import io.skerry.cache.message.TargetUri;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.RouteInfo;
import io.skerry.functions.runtime.geo.GeoPlace;
import java.util.concurrent.Executor;

/** What the edge tells of one request on one route; implemented by the edge, called on the request's event loop. */
public interface ExchangeInputs {

    /**
     * The request's id in logs.
     *
     * @return accepted from a trusted proxy, or made
     */
    String requestId();

    /**
     * The request itself.
     *
     * @return a view that records nothing
     */
    EdgeRequest request();

    /**
     * The route it matched.
     *
     * @return with the captured parameters
     */
    RouteInfo route();

    /**
     * Looks up where the client is.
     *
     * @return unknown without a database
     */
    GeoPlace place();

    /**
     * Whether the cache key of this route already holds an input, so that reading it needs no recording.
     *
     * @param input a header field, cookie or query parameter
     * @return true when two requests with different values have different keys
     */
    boolean isKeyed(VariantInput input);

    /**
     * Whether the cache key of this route holds the host that the client asked.
     *
     * @return false where the hosts of a site share what is stored
     */
    boolean isHostKeyed();

    /**
     * The canonical URI of a path of the same site.
     *
     * @param pathAndQuery absolute
     * @return as a client's request for it would be keyed
     */
    TargetUri resolve(String pathAndQuery);

    /**
     * The event loop of the request.
     *
     * @return runs tasks in order, one at a time
     */
    Executor eventLoop();

    /**
     * How many functions' fetches led to this request.
     *
     * @return 0 for a client's own request
     */
    int depth();
}
