package io.skerry.cache.status;

/** Why a request went forward to the origin (RFC 9211 2.2). */
public enum ForwardReason {
    /** The cache was configured not to handle it. */
    BYPASS("bypass"),
    /** The method's semantics require it. */
    METHOD("method"),
    /** Nothing is stored for the target URI. */
    URI_MISS("uri-miss"),
    /** Something is stored for the target URI, and none of it is selected by the request. */
    VARY_MISS("vary-miss"),
    /** Nothing stored can be used, and it does not matter why. */
    MISS("miss"),
    /** A fresh response was selected, and the request forbids its use. */
    REQUEST("request"),
    /** A response was selected, and it is stale. */
    STALE("stale"),
    /** A partial response was selected that does not have all of the ranges requested. */
    PARTIAL("partial");

    private final String token;

    ForwardReason(String token) {
        this.token = token;
    }

    /** The value of {@code fwd}. */
    public String token() {
        return token;
    }
}
