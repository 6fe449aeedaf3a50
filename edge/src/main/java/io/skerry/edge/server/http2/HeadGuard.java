package io.skerry.edge.server.http2;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpScheme;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.skerry.cache.message.Authority;
import java.util.Locale;
import java.util.Optional;

/**
 * Resets streams whose pseudo-header fields are malformed where Netty lets them through (RFC 9113 8.1.1, 8.3): Vert.x would pass over
 * them, or close the connection, and with it every other stream, without a word. A Host that says what {@code :authority} says in other
 * words is made the same, which Vert.x would reset. Confined to the connection's event loop.
 */
final class HeadGuard extends ArrivingHeads {

    private HeadGuard(Http2ConnectionHandler http2) {
        super(http2);
    }

    /** Looks at every head of a connection from now on. */
    static void watch(Http2ConnectionHandler http2) {
        http2.decoder().frameListener(new HeadGuard(http2));
    }

    @Override
    void arrived(int streamId, Http2Headers headers) throws Http2Exception {
        // Trailers have no method.
        if (headers.method() == null) {
            return;
        }
        if (!wellFormed(headers)) {
            throw Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, "malformed pseudo-header fields");
        }
        CharSequence host = headers.get(HttpHeaderNames.HOST);
        if (host != null && headers.authority() != null && sameInOtherWords(headers, host)) {
            headers.set(HttpHeaderNames.HOST, headers.authority());
        }
    }

    private static boolean wellFormed(Http2Headers headers) {
        return HttpHeaderValidationUtil.validateToken(headers.method()) == -1
                && (headers.scheme() == null || served(headers.scheme()))
                // RFC 8441 3: a pseudo-header field of connections that have said so, which this side never does.
                && !headers.contains(Http2Headers.PseudoHeaderName.PROTOCOL.value())
                && (!headers.contains(HttpHeaderNames.HOST)
                        || headers.getAll(HttpHeaderNames.HOST).size() == 1);
    }

    // RFC 9113 8.3.1: whoever is not the origin itself normalises the two before it compares them; Vert.x compares
    // their bytes.
    private static boolean sameInOtherWords(Http2Headers headers, CharSequence host) {
        if (AsciiString.contentEquals(host, headers.authority())) {
            return false;
        }
        String scheme = String.valueOf(headers.scheme()).toLowerCase(Locale.ROOT);
        Optional<String> named = Authority.normalise(scheme, host.toString());
        return named.isPresent()
                && named.equals(Authority.normalise(scheme, headers.authority().toString()));
    }

    private static boolean served(CharSequence scheme) {
        return AsciiString.contentEqualsIgnoreCase(scheme, HttpScheme.HTTPS.name())
                || AsciiString.contentEqualsIgnoreCase(scheme, HttpScheme.HTTP.name());
    }
}
