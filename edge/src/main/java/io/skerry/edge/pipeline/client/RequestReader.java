package io.skerry.edge.pipeline.client;

import io.skerry.cache.message.FieldList;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.UriNormalisation;
import io.skerry.cache.message.UriNormaliser;
import io.skerry.edge.pipeline.answer.Incoming;
import io.skerry.edge.server.Arrival;
import io.skerry.edge.server.ArrivingContent;
import io.skerry.origin.RequestBody;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;

/** Step 2: reads what arrived into the vocabulary of the cache. The front door has already refused what is not HTTP. */
public final class RequestReader {

    private RequestReader() {}

    /** What came of reading a request. */
    public sealed interface Reading {

        /**
         * A request to route.
         *
         * @param head target normalised, connection-specific fields removed; the host stands in the target alone
         * @param body paused
         * @param upgrade whether it asks to go on as a WebSocket
         */
        record Read(RequestHead head, RequestBody body, Incoming.Upgrade upgrade) implements Reading {}

        /**
         * The target is not a URI.
         *
         * @param fault what is wrong with it
         */
        record Malformed(UriNormalisation.Fault fault) implements Reading {}

        /**
         * {@code OPTIONS *}, about this server as a whole and no site's affair (RFC 9110 9.3.7), or an OPTIONS that may not be forwarded
         * any more (7.6.2).
         */
        record WholeServer() implements Reading {}
    }

    /** Reads the head; the content stays paused. */
    public static Reading read(HttpServerRequest http, Arrival arrival) {
        String uri = http.uri();
        if (uri.equals("*") || MaxForwards.spent(http)) {
            return new Reading.WholeServer();
        }
        return switch (target(uri, arrival)) {
            case UriNormalisation.Malformed malformed -> new Reading.Malformed(malformed.fault());
            case UriNormalisation.Normalised normalised -> {
                Headers received = headers(http);
                Headers endToEnd = HopByHop.strip(received);
                RequestHead head = new RequestHead(Method.of(http.method().name()), normalised.uri(), endToEnd);
                yield new Reading.Read(head, body(http, arrival.content()), upgrade(http, received));
            }
        };
    }

    // The scheme is the client's, which a trusted proxy tells: what the origin is told of it is what is in the key.
    private static UriNormalisation target(String uri, Arrival arrival) {
        String scheme = arrival.client().scheme();
        if (uri.startsWith("/")) {
            return scheme.equals(arrival.scheme())
                    ? UriNormaliser.normaliseTarget(scheme, arrival.authority(), uri)
                    : UriNormaliser.normalise(scheme, arrival.authority(), uri);
        }
        return switch (UriNormaliser.normalise(uri)) {
            case UriNormalisation.Malformed malformed -> malformed;
            case UriNormalisation.Normalised absolute ->
                UriNormaliser.normalise(
                        scheme, arrival.authority(), absolute.uri().pathAndQuery());
        };
    }

    private static Headers headers(HttpServerRequest http) {
        Headers.Builder headers = Headers.builder();
        for (Map.Entry<String, String> line : http.headers()) {
            String name = line.getKey();
            // An expectation is met by this server, not by the origin (RFC 9110 10.1.1).
            if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Expect")) {
                headers.add(name, MaxForwards.forwarded(http, name, line.getValue()));
            }
        }
        return headers.build();
    }

    // A GET or HEAD over h2 without Content-Length may still carry content; it is not forwarded, so it cannot change
    // an answer that is stored (RFC 9110 9.3.1).
    private static RequestBody body(HttpServerRequest http, ArrivingContent content) {
        if (content.presence() == ArrivingContent.Presence.ABSENT) {
            return new RequestBody.None();
        }
        boolean undeclared = content.declaredBytes().isEmpty();
        boolean chunked = http.headers().contains("Transfer-Encoding");
        if (undeclared && !chunked && Method.of(http.method().name()).safe()) {
            return new RequestBody.None();
        }
        return new RequestBody.Streamed(content, content.declaredBytes());
    }

    private static Incoming.Upgrade upgrade(HttpServerRequest http, Headers received) {
        boolean asked = received.contains("Upgrade")
                && http.version() == HttpVersion.HTTP_1_1
                && http.method().name().equals("GET")
                && FieldList.members(received.all("Connection")).stream().anyMatch("upgrade"::equalsIgnoreCase)
                && FieldList.members(received.all("Upgrade")).stream().anyMatch("websocket"::equalsIgnoreCase);
        return asked ? Incoming.Upgrade.WEBSOCKET : Incoming.Upgrade.NONE;
    }
}
