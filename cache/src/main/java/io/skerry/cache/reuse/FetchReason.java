package io.skerry.cache.reuse;

import io.skerry.cache.status.ForwardReason;

/** Why nothing stored is of use to a request. */
public enum FetchReason {
    /** Nothing is stored under the primary key (RFC 9111 4). */
    URI_MISS("uri-miss", ForwardReason.URI_MISS),
    /** No stored variant is selected by the request (RFC 9111 4.1). */
    VARY_MISS("vary-miss", ForwardReason.VARY_MISS),
    /** The stored response was purged: neither content nor validators may be used. */
    PURGED("purged", ForwardReason.MISS),
    /** The data it was made from has a newer version: no validator of the origin knows of that. */
    SUPERSEDED("superseded", ForwardReason.STALE);

    private final String token;
    private final ForwardReason forward;

    FetchReason(String token, ForwardReason forward) {
        this.token = token;
        this.forward = forward;
    }

    /** Its name in {@code Cache-Status} details, explanations, logs and metrics. */
    public String token() {
        return token;
    }

    /** What {@code Cache-Status} says of it (RFC 9211 2.2). */
    public ForwardReason forward() {
        return forward;
    }
}
