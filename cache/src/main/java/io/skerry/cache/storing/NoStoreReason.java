package io.skerry.cache.storing;

/** Why a response is not stored: one constant for each clause of RFC 9111 3, and for each rule of our own. */
public enum NoStoreReason {
    /**
     * Only responses to GET are stored, and those to POST that stand for the resource and have explicit freshness (RFC 9111 3, "the
     * request method is understood by the cache"; RFC 9110 9.3.3).
     */
    METHOD("method", "RFC 9111 3, RFC 9110 9.3.3"),
    /** The request had content, which is in no key (RFC 9110 9.3.1). */
    REQUEST_CONTENT("request-content", "RFC 9110 9.3.1"),
    /** The request says {@code no-store}. */
    REQUEST_NO_STORE("request-no-store", "RFC 9111 5.2.1.5"),
    /** 206: part of a response (RFC 9111 3.3). */
    PARTIAL("partial", "RFC 9111 3.3"),
    /** The status belongs to this one request, or its definition forbids to store it. */
    STATUS("status", "RFC 9110 15, RFC 6585, RFC 8470"),
    /** {@code must-understand}, and the status is not understood. */
    NOT_UNDERSTOOD("not-understood", "RFC 9111 5.2.2.3"),
    /** The response says {@code no-store}. */
    NO_STORE("no-store", "RFC 9111 5.2.2.5"),
    /** The response says {@code private}, and this cache is shared. */
    PRIVATE("private", "RFC 9111 5.2.2.7"),
    /** The request had Authorization, and nothing in the response permits to share the answer. */
    AUTHORIZATION("authorization", "RFC 9111 3.5"),
    /** {@code Vary: *}. */
    VARY_STAR("vary-star", "RFC 9111 4.1"),
    /** {@code Vary} names more fields than are told apart. */
    TOO_MANY_VARY("too-many-vary", "RFC 9110 12.5.5"),
    /** An error without explicit freshness or a ttl of the policy for its status. */
    ERROR_WITHOUT_FRESHNESS("error-without-freshness", "RFC 9111 3"),
    /** Neither fresh for any time, nor something to validate, nor permitted stale: it could never be used. */
    NO_FRESHNESS("no-freshness", "RFC 9111 3"),
    /** It sets cookies, and the policy does not store such, or its shared freshness is not explicit. */
    SET_COOKIE("set-cookie", "RFC 9111 7.3"),
    /** More or longer purge tags than are kept: a purge by the lost ones would miss it. */
    TOO_MANY_TAGS("too-many-tags", "RFC 9875 2.1");

    private final String token;
    private final String clause;

    NoStoreReason(String token, String clause) {
        this.token = token;
        this.clause = clause;
    }

    /** Its name in {@code Cache-Status} details, explanations, logs and metrics. */
    public String token() {
        return token;
    }

    /** The clause that demands it, or that it interprets. */
    public String clause() {
        return clause;
    }
}
