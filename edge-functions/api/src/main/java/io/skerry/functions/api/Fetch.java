package io.skerry.functions.api;

import java.util.concurrent.CompletionStage;

/**
 * Requests of a function to its own site, through the edge's cache, collapsing and limits.
 *
 * <p>What is fetched is stored as for any client, becomes a source of the response that is being made (purged with it,
 * never fresher than it), and may itself run functions, two levels deep at most.
 */
public interface Fetch {

    /**
     * Fetches a path of the same site with {@code GET}.
     *
     * @param path absolute, with or without a query
     * @param maxBytes the longest body to take, in bytes
     * @return completed on the request's event loop; network trouble is a {@link Result}, not an exception
     */
    CompletionStage<Result> get(String path, int maxBytes);

    /** How a fetch ended. */
    sealed interface Result {}

    /**
     * A complete answer, of any status.
     *
     * @param status the status code
     * @param fields the header fields, without hop-by-hop ones; {@code Content-Encoding} where an origin coded what the edge may
     *     not store, although it was asked for no coding
     * @param body the whole content; read only
     */
    record Fetched(int status, Fields fields, Body.Whole body) implements Result {}

    /**
     * The body is longer than asked for.
     *
     * @param maxBytes the bound
     */
    record TooLarge(int maxBytes) implements Result {}

    /**
     * No complete answer came.
     *
     * @param reason for logs
     */
    record Failed(String reason) implements Result {}
}
