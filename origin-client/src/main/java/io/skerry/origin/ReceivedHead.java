package io.skerry.origin;

import io.skerry.cache.message.Method;
import io.skerry.cache.message.ResponseHead;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The head of an answer as it came, judged before it is believed. */
final class ReceivedHead {

    private static final int SWITCHING_PROTOCOLS = 101;

    private ReceivedHead() {}

    /** What is wrong with it, or null. */
    static @Nullable OriginFailure fault(HttpClientResponse response, OriginTarget target, OriginLimits limits) {
        int status = response.statusCode();
        if (status == SWITCHING_PROTOCOLS) {
            return new OriginFailure(
                    OriginFailure.Kind.UPGRADE_UNEXPECTED, target + ": 101 to a request without Upgrade");
        }
        if (status < 200 || status > 599) {
            return new OriginFailure(OriginFailure.Kind.PROTOCOL_ERROR, target + ": status " + status);
        }
        if (fields(response.headers()) > limits.headerFields()) {
            return new OriginFailure(
                    OriginFailure.Kind.HEAD_TOO_LARGE, target + ": more than " + limits.headerFields() + " fields");
        }
        return null;
    }

    private static int fields(MultiMap received) {
        int count = 0;
        for (Map.Entry<String, String> _ : received) {
            count++;
        }
        return count;
    }

    /** The head without hop-by-hop fields. */
    static ResponseHead read(HttpClientResponse response) {
        return new ResponseHead(response.statusCode(), WireFields.read(response.headers()));
    }

    /** The length of the content that follows, where it is known (RFC 9112 6.3). */
    static OptionalLong contentBytes(Method method, HttpClientResponse response) {
        int status = response.statusCode();
        if (method.equals(Method.HEAD) || status == 204 || status == 304) {
            return OptionalLong.of(0);
        }
        String length = response.getHeader("Content-Length");
        // Netty has refused lengths that are no number, and lengths beside Transfer-Encoding.
        return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length.trim()));
    }
}
