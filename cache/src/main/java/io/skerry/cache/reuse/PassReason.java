package io.skerry.cache.reuse;

import io.skerry.cache.status.ForwardReason;

/** Why a request is forwarded without regard to the cache. */
public enum PassReason {
    /** Its method is not answered from a cache (RFC 9111 4). */
    METHOD("method", ForwardReason.METHOD),
    /** It has content, which is in no key (RFC 9110 9.3.1). */
    REQUEST_CONTENT("request-content", ForwardReason.REQUEST),
    /** It has a precondition that only an origin evaluates: If-Match, If-Unmodified-Since (RFC 9111 4.3.2). */
    ORIGIN_PRECONDITION("origin-precondition", ForwardReason.REQUEST);

    private final String token;
    private final ForwardReason forward;

    PassReason(String token, ForwardReason forward) {
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
