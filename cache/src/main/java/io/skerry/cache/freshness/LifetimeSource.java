package io.skerry.cache.freshness;

/** What a freshness lifetime was taken from. */
public enum LifetimeSource {
    /** A targeted field (RFC 9213 2.2). */
    TARGETED("targeted"),
    /** {@code s-maxage} (RFC 9111 4.2.1, first). */
    S_MAXAGE("s-maxage"),
    /** {@code max-age} (RFC 9111 4.2.1, second). */
    MAX_AGE("max-age"),
    /** {@code Expires} minus {@code Date} (RFC 9111 4.2.1, third). */
    EXPIRES("expires"),
    /** A tenth of the time since Last-Modified (RFC 9111 4.2.2). */
    HEURISTIC("heuristic"),
    /** The policy's ttl, in place of the origin's. */
    POLICY_TTL("policy-ttl"),
    /** The policy's ttl for the status, in place of the origin's. */
    POLICY_STATUS("policy-status"),
    /** The policy's ttl where the origin says nothing. */
    POLICY_DEFAULT("policy-default"),
    /** The policy's lower bound. */
    POLICY_MIN("policy-min"),
    /** The policy's upper bound. */
    POLICY_MAX("policy-max"),
    /** Nothing: the response is stale at once. */
    NONE("none");

    private final String token;

    LifetimeSource(String token) {
        this.token = token;
    }

    /** Its name in explanations, logs and metrics. */
    public String token() {
        return token;
    }

    /** Whether the origin itself said how long, in so many words (RFC 9111 4.2.1). */
    public boolean explicit() {
        return this == TARGETED || this == S_MAXAGE || this == MAX_AGE || this == EXPIRES;
    }

    /** Whether the policy put its own ttl in the place of all that the origin says of freshness. */
    public boolean replacesOrigin() {
        return this == POLICY_TTL || this == POLICY_STATUS;
    }

    /** Whether the site's own policy made the response fresh. */
    public boolean grantedByPolicy() {
        return replacesOrigin() || this == POLICY_DEFAULT || this == POLICY_MIN;
    }
}
