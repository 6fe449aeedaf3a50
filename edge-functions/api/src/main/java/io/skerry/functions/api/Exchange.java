package io.skerry.functions.api;

import java.time.Duration;
import java.util.Optional;

/**
 * What surrounds a request: its route, place, dimensions, data and the facts of the response that is being made.
 *
 * <p>In the cached phases the reads of {@link #geo}, {@link #dimension(String)} and {@link #read} are recorded as inputs
 * of the response: forgetting to vary is impossible. A stored response may have at most eight inputs; with more it is not
 * stored. Recording ends when the head of the response is handed on; reading an input, tagging or fetching after that
 * throws {@link IllegalStateException}, so values needed while a body streams are read before.
 */
public interface Exchange {

    /**
     * The route the request matched.
     *
     * @return its name and path parameters
     */
    RouteInfo route();

    /**
     * Where the client is, by its address.
     *
     * @return a view whose reads are recorded in the cached phases
     */
    Geo geo();

    /**
     * Publishes a coarse, named input, such as {@code currency} for a country; only in {@link EdgeFunction#onRequest}.
     *
     * @param name unique within the route
     * @param value the value for this request
     * @throws IllegalStateException in another phase
     */
    void dimension(String name, String value);

    /**
     * Reads a published dimension; in a cached phase the response varies by it instead of by what it was made from.
     *
     * @param name as published in {@link EdgeFunction#onRequest}
     * @return its value for this request
     * @throws IllegalStateException when no function of the route published it
     */
    String dimension(String name);

    /**
     * Reads the data of a snapshot; in a cached phase a newer version of the data makes the stored response unusable.
     *
     * @param snapshot obtained from {@link FunctionContext#snapshot}
     * @param <T> what its parser gives
     * @return the last good data, or empty when none was ever loaded
     */
    <T> Optional<Snapshot.Version<T>> read(Snapshot<T> snapshot);

    /**
     * Adds purge tags to the stored response.
     *
     * @param tags each without white space and commas
     */
    void tag(String... tags);

    /**
     * Declares a source: purging it purges the response. Paths read through {@link #fetch} are sources already.
     *
     * @param path an absolute path of the same site, as a client would ask for it
     */
    void dependsOn(String path);

    /**
     * Shortens how long the response may be stored; never prolongs it.
     *
     * @param ttl zero or more; the shortest of several calls counts
     */
    void ttl(Duration ttl);

    /**
     * Requests to the same site through the edge's own cache.
     *
     * @return the fetcher of this request
     */
    Fetch fetch();

    /**
     * Whether a stored response with this entity tag is only to be validated: a function that would make the very same again answers
     * {@link EdgeFunction#onOriginRequest} with status 304 instead, under the tag and the fields of freshness that the response would
     * have now (RFC 9111 4.3.4). What it fetched until then, and no other, has to be what the response was made from.
     *
     * @param entityTag of what the function is about to make, with its quotes; equal tags stand for equal bytes
     * @return false in other phases, for what was not made from fetched responses, and where functions of the route see the answer of
     *     this one before it is stored
     */
    boolean isStored(String entityTag);

    /**
     * When the work of the current call has to be done.
     *
     * @return counts down from {@link EdgeFunction#workDeadline}
     */
    Deadline deadline();

    /**
     * The log, with request id and function attached.
     *
     * @return for messages about this request
     */
    Log log();

    /**
     * The counters of this use of the function.
     *
     * @return shown in the edge's metrics
     */
    Counters counters();
}
