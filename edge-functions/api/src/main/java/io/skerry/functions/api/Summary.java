package io.skerry.functions.api;

import java.time.Duration;

/**
 * How a request ended.
 *
 * @param requestId the id in the logs
 * @param status the status sent, 0 when none was
 * @param bodyBytes the content bytes sent
 * @param duration from the first byte of the request to the last of the response
 * @param cacheStatus the edge's member of the {@code Cache-Status} field (RFC 9211)
 * @param ending whether the response went out whole
 */
public record Summary(
        String requestId, int status, long bodyBytes, Duration duration, String cacheStatus, Ending ending) {

    /** Whether a response went out whole. */
    public enum Ending {
        /** The last byte was sent. */
        COMPLETE,
        /** Client, origin or edge broke it off. */
        ABORTED
    }
}
