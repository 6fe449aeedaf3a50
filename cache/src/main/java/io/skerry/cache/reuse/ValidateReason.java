package io.skerry.cache.reuse;

import io.skerry.cache.status.ForwardReason;

/** Why a stored response has to be validated before it is used. */
public enum ValidateReason {
    /** Its lifetime is over (RFC 9111 4.2). */
    STALE("stale", ForwardReason.STALE),
    /** It says {@code no-cache} (RFC 9111 5.2.2.4). */
    NO_CACHE("no-cache", ForwardReason.STALE),
    /** An operator purged it softly. */
    SOFT_PURGED("soft-purged", ForwardReason.STALE),
    /** An unsafe method invalidated it (RFC 9111 4.4). */
    INVALIDATED("invalidated", ForwardReason.STALE),
    /** The request says {@code no-cache} (RFC 9111 5.2.1.4, 5.4). */
    REQUEST_NO_CACHE("request-no-cache", ForwardReason.REQUEST),
    /** It is older than the request's {@code max-age} (RFC 9111 5.2.1.1). */
    REQUEST_MAX_AGE("request-max-age", ForwardReason.REQUEST),
    /** It is fresh for less than the request's {@code min-fresh} (RFC 9111 5.2.1.3). */
    REQUEST_MIN_FRESH("request-min-fresh", ForwardReason.REQUEST);

    private final String token;
    private final ForwardReason forward;

    ValidateReason(String token, ForwardReason forward) {
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
