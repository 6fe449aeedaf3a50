package io.skerry.edge.exchange;

import io.vertx.core.http.HttpVersion;

/** The version of HTTP that a request came in, and its two names. */
public enum Protocol {
    HTTP_1_0("http/1.0", "1.0"),
    HTTP_1_1("http/1.1", "1.1"),
    HTTP_2("h2", "2");

    private final String token;
    private final String via;

    Protocol(String token, String via) {
        this.token = token;
        this.via = via;
    }

    /** The protocol of a request; no listener speaks HTTP/3. */
    public static Protocol of(HttpVersion version) {
        return switch (version) {
            case HTTP_1_0 -> HTTP_1_0;
            case HTTP_1_1 -> HTTP_1_1;
            case HTTP_2 -> HTTP_2;
            case HTTP_3 -> throw new IllegalArgumentException("a request of HTTP/3");
        };
    }

    /** Its ALPN identifier (RFC 7301 6), as it stands in logs. */
    public String token() {
        return token;
    }

    /** As {@code Via} writes it (RFC 9110 7.6.3). */
    public String via() {
        return via;
    }
}
