package io.skerry.edge.config.model;

/**
 * One use of an edge function.
 *
 * @param name of the function
 * @param settings its own record, bound and validated
 * @param onError what becomes of a request when the function fails
 */
public record FunctionUse(String name, Record settings, OnError onError) {

    /** What becomes of a request when the function fails. */
    public enum OnError {
        /** It goes on as if the function were not there; on a route without an origin nobody else answers, and it is an error. */
        SKIP,
        /** It is answered with an error, or with what is stored where that may stand in for one. */
        FAIL
    }
}
