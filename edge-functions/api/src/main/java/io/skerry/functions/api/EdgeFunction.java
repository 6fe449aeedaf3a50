package io.skerry.functions.api;

import java.time.Duration;

/**
 * A piece of a site's own logic that runs inside the edge, beside the cache.
 *
 * <p>One instance exists per configured use. Its methods are called by many threads at once: keep state in final fields
 * set by {@link #start}, or in thread-safe ones. The four {@code on...} phases run on an event loop and must return
 * within {@value #EVENT_LOOP_MILLIS} ms; work that blocks or computes is returned as an {@link Outcome} and runs
 * elsewhere.
 */
public interface EdgeFunction {

    /** How long one call of a phase may occupy the event loop, in milliseconds; longer calls are counted and logged. */
    long EVENT_LOOP_MILLIS = 50;

    /**
     * Prepares this use; called once, off the event loops, before any request.
     *
     * @param context the bound settings, snapshots and logging of this use
     * @throws Exception to refuse the configuration; the one in force stays
     */
    default void start(FunctionContext context) throws Exception {}

    /** Releases what {@link #start} took; called once, after the last request. */
    default void stop() {}

    /**
     * How long {@link Outcome.Async}, {@link Outcome.Blocking} and {@link Outcome.Compute} work of one call may take in
     * all; asked once after {@link #start}.
     *
     * @return a positive duration of at most 36,500 days; any other refuses the configuration
     */
    default Duration workDeadline() {
        return Duration.ofSeconds(5);
    }

    /**
     * How many {@link Outcome.Blocking} and {@link Outcome.Compute} works of this use may be running and waiting at once;
     * there is no room for one more. Asked once after {@link #start}.
     *
     * @return at least 1, less refuses the configuration; without a bound of its own a use shares the edge's
     */
    default int workLimit() {
        return Integer.MAX_VALUE;
    }

    /**
     * Sees every request before the cache lookup, hits included, so it has to be cheap. Nothing it reads is recorded.
     *
     * @param request the client's request
     * @param exchange the request's surroundings; the place to publish dimensions
     * @return any outcome but {@link Outcome.BufferBody}; a response given here goes to this client and is not stored
     */
    default Outcome onRequest(EdgeRequest request, Exchange exchange) {
        return Outcome.next();
    }

    /**
     * Sees a miss or a revalidation before the origin is called. What it reads becomes part of the variant.
     *
     * @param request the client's request; every read is recorded
     * @param exchange the request's surroundings; every read is recorded
     * @return any outcome but {@link Outcome.Rewrite} and {@link Outcome.BufferBody}; a response given here takes the
     *     place of the origin's and may be stored, or confirms with status 304 what is ({@link Exchange#isStored})
     */
    default Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
        return Outcome.next();
    }

    /**
     * Sees the answer of the origin, or of a function above this one, before it is stored. Changes are cached.
     *
     * @param response the answer; return it changed with {@link Outcome#respond}
     * @param exchange the request's surroundings; every read is recorded
     * @return any outcome but {@link Outcome.Rewrite}
     */
    default Outcome onOriginResponse(EdgeResponse response, Exchange exchange) {
        return Outcome.next();
    }

    /**
     * Sees every response, hit or miss, just before it goes to the client. It may change status and header fields;
     * the body stays as it is, and so do {@code Content-Length} and the fields of the connection, which are the edge's (a 204 or 304
     * has no content). Never stored, and nothing it reads is recorded.
     *
     * @param response the response; return it changed with {@link Outcome#respond}
     * @param exchange the request's surroundings
     * @return {@link Outcome.Next} or {@link Outcome.Respond} with the same body
     */
    default Outcome onResponse(EdgeResponse response, Exchange exchange) {
        return Outcome.next();
    }

    /**
     * Sees the end of every request, also of an aborted one: for counters and logging.
     *
     * @param summary what happened
     */
    default void onComplete(Summary summary) {}
}
