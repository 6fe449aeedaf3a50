package io.skerry.functions.runtime;

import io.skerry.functions.api.EdgeResponse;

/** What the functions of a route decided in {@link Phase#REQUEST} or {@link Phase#ORIGIN_REQUEST}. */
public sealed interface RequestDecision {

    /** No function answered: go on to the cache, or to the origin. */
    record Proceed() implements RequestDecision {
        static final Proceed INSTANCE = new Proceed();
    }

    /**
     * A function answered.
     *
     * @param response its answer; in {@link Phase#ORIGIN_REQUEST} it goes on to {@link FunctionChain#onOriginResponse} like an
     *     origin's
     * @param use the id of the use that answered
     */
    record Respond(EdgeResponse response, String use) implements RequestDecision {}

    /**
     * A function wants the request routed again; only in {@link Phase#REQUEST}.
     *
     * @param path an absolute path, with or without a query, not yet normalised
     */
    record Rewrite(String path) implements RequestDecision {}

    /**
     * A function failed whose use says {@link OnError#FAIL}.
     *
     * @param failure what happened
     */
    record Failed(FunctionFailure failure) implements RequestDecision {}
}
