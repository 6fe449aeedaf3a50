package io.skerry.functions.runtime;

/** A point of a request at which functions are asked. */
public enum Phase {
    /** Before the cache lookup, for every request. */
    REQUEST("onRequest", Tracking.OFF),
    /** Before the origin is called. */
    ORIGIN_REQUEST("onOriginRequest", Tracking.ON),
    /** Before the origin's answer is stored. */
    ORIGIN_RESPONSE("onOriginResponse", Tracking.ON),
    /** Before the response goes to the client. */
    RESPONSE("onResponse", Tracking.OFF),
    /** After the last byte. */
    COMPLETE("onComplete", Tracking.OFF);

    private enum Tracking {
        ON,
        OFF
    }

    private final String method;
    private final Tracking tracking;

    Phase(String method, Tracking tracking) {
        this.method = method;
        this.tracking = tracking;
    }

    /**
     * The method of {@code EdgeFunction} that is called; also the phase's name in metrics and logs.
     *
     * @return such as {@code onOriginRequest}
     */
    public String method() {
        return method;
    }

    /**
     * Whether what is read in this phase becomes part of the variant.
     *
     * @return true for the two phases whose results are stored
     */
    public boolean isCached() {
        return tracking == Tracking.ON;
    }
}
