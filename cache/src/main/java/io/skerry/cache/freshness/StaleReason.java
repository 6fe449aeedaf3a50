package io.skerry.cache.freshness;

/** What permits to serve a stored response stale. */
public enum StaleReason {
    /** It is validated meanwhile (RFC 5861 3). */
    WHILE_REVALIDATE("stale-while-revalidate"),
    /** The origin failed or cannot be reached (RFC 5861 4, RFC 9111 4.2.4). */
    IF_ERROR("stale-if-error"),
    /** The client said so (RFC 9111 5.2.1.2). */
    MAX_STALE("max-stale");

    private final String token;

    StaleReason(String token) {
        this.token = token;
    }

    /** Its name in {@code Cache-Status} details, explanations, logs and metrics. */
    public String token() {
        return token;
    }
}
