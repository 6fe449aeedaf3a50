package io.skerry.edge.pipeline.answer;

/** An answer that comes from the edge itself and is no error. */
public enum OwnAnswer {
    /** The route sends the client elsewhere. */
    REDIRECT("redirect"),
    /** The route has a fixed response. */
    RESPOND("respond"),
    /** A function of the route answered before the cache was asked. */
    FUNCTION("function");

    private final String token;

    OwnAnswer(String token) {
        this.token = token;
    }

    /** In {@code Cache-Status} details, explanations, logs and metrics. */
    public String token() {
        return token;
    }
}
