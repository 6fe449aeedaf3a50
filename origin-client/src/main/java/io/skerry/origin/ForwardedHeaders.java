package io.skerry.origin;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.RequestHead;
import java.util.Locale;

/**
 * The fields that tell an origin where a request came from: {@code X-Forwarded-For}, {@code -Proto}, {@code -Host},
 * {@code Forwarded} (RFC 7239), {@code Via} (RFC 9110 7.6.3) and {@code X-Request-Id}.
 *
 * <p>Each is set by the edge. What a trusted proxy sent is extended, what anybody else sent is dropped; fields that make frameworks
 * believe in another URL or method are dropped from everybody. Pure.
 */
public final class ForwardedHeaders {

    private static final String PSEUDONYM = "skerry";

    private ForwardedHeaders() {}

    /** The fields of the request with those of its provenance in place of whatever it claimed. */
    public static Headers of(RequestHead request, ClientIdentity from) {
        Headers received = request.headers();
        Headers.Builder fields = Headers.builder();
        for (int i = 0; i < received.size(); i++) {
            if (!setOrDropped(received.name(i))) {
                fields.add(received.name(i), received.value(i));
            }
        }
        boolean believed = from.trust() == ClientIdentity.Trust.TRUSTED_PROXY;
        Headers before = believed ? received : Headers.empty();
        fields.add("X-Forwarded-For", extended(before, "X-Forwarded-For", from.peer()));
        fields.add("X-Forwarded-Proto", from.scheme());
        fields.add("X-Forwarded-Host", from.authority());
        fields.add("Forwarded", extended(before, "Forwarded", element(from)));
        // RFC 9110 7.6.3: Via is kept whoever sent it; it is how loops are found.
        fields.add("Via", extended(received, "Via", from.protocol() + ' ' + PSEUDONYM));
        fields.add("X-Request-Id", from.requestId());
        return fields.build();
    }

    private static String extended(Headers before, String name, String addition) {
        return before.joined(name).map(was -> was + ", " + addition).orElse(addition);
    }

    /** RFC 7239 4: an IPv6 address stands in brackets and quotes, and so does a host with a port. */
    private static String element(ClientIdentity from) {
        String peer = from.peer().indexOf(':') < 0 ? from.peer() : "\"[" + from.peer() + "]\"";
        String host = from.authority().indexOf(':') < 0 ? from.authority() : '"' + from.authority() + '"';
        return "for=" + peer + ";host=" + host + ";proto=" + from.scheme();
    }

    /**
     * Whether a field is the edge's to set or to drop: an origin sees of it not what the client sent. An underscore counts as a hyphen,
     * since CGI and what is built on it cannot tell the two apart (RFC 3875 4.1.18).
     */
    public static boolean setOrDropped(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String field = lower.replace('_', '-');
        return ofProvenance(field) || (!field.equals(lower) && ofHttp(field));
    }

    private static boolean ofProvenance(String field) {
        return switch (field) {
            case "forwarded",
                    "via",
                    "x-request-id",
                    "x-forwarded",
                    "forwarded-for",
                    "x-real-ip",
                    "x-client-ip",
                    "x-cluster-client-ip",
                    "true-client-ip",
                    "cf-connecting-ip",
                    "fastly-client-ip",
                    "client-ip",
                    "http-client-ip",
                    "http-x-forwarded-for",
                    "proxy-client-ip",
                    "wl-proxy-client-ip",
                    "x-original-url",
                    "x-original-uri",
                    "x-original-host",
                    "x-original-method",
                    "x-original-proto",
                    "x-original-forwarded-for",
                    "x-envoy-original-path",
                    "x-rewrite-url",
                    "x-script-name",
                    "x-override-url",
                    "x-http-path-override",
                    "x-http-destinationurl",
                    "request-uri",
                    "x-matched-path",
                    "x-now-route-matches",
                    "x-sendfile-type",
                    "x-accel-mapping",
                    "fastly-host",
                    "x-host",
                    "x-http-host-override",
                    "x-scheme",
                    "x-url-scheme",
                    "cf-visitor",
                    "cloudfront-forwarded-proto",
                    "x-http-method",
                    "x-http-method-override",
                    "x-method-override",
                    "front-end-https",
                    "proxy" -> true;
            // x-invoke-, x-middleware-: what parts of Next.js tell each other, believed from anybody.
            default ->
                field.startsWith("x-forwarded-") || field.startsWith("x-invoke-") || field.startsWith("x-middleware-");
        };
    }

    /** The fields of HTTP itself that shape answers or tell of loops, as far as they have a hyphen. */
    private static boolean ofHttp(String field) {
        return field.startsWith("accept-")
                || field.startsWith("content-")
                || field.startsWith("if-")
                || field.equals("transfer-encoding")
                || field.equals("cache-control")
                || field.equals("cdn-loop")
                || field.equals("user-agent");
    }
}
