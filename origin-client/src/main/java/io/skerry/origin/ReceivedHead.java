package io.skerry.origin;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.ResponseHead;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The head of an answer as it came, judged before it is believed. Pure. */
final class ReceivedHead {

    private static final int SWITCHING_PROTOCOLS = 101;

    private ReceivedHead() {}

    /** What is wrong with it, or null. */
    static @Nullable OriginFailure fault(int status, Headers fields, OriginTarget target, OriginLimits limits) {
        if (status == SWITCHING_PROTOCOLS) {
            return new OriginFailure(
                    OriginFailure.Kind.UPGRADE_UNEXPECTED, target + ": 101 to a request without Upgrade");
        }
        if (status < 200 || status > 599) {
            return new OriginFailure(OriginFailure.Kind.PROTOCOL_ERROR, target + ": status " + status);
        }
        // RFC 9112 6.1: what is coded otherwise than in chunks, and nobody here undoes, would pass for the content
        // itself.
        Optional<String> coding = fields.joined("Transfer-Encoding");
        if (coding.isPresent() && !coding.get().equalsIgnoreCase("chunked")) {
            return new OriginFailure(OriginFailure.Kind.PROTOCOL_ERROR, target + ": Transfer-Encoding " + coding.get());
        }
        if (fields.size() > limits.headerFields()) {
            return new OriginFailure(
                    OriginFailure.Kind.HEAD_TOO_LARGE, target + ": more than " + limits.headerFields() + " fields");
        }
        return null;
    }

    /** The head without hop-by-hop fields. */
    static ResponseHead of(int status, Headers fields) {
        return new ResponseHead(status, HopByHop.strip(fields));
    }

    /** The length of the content that follows, where it is known (RFC 9112 6.3). */
    static OptionalLong contentBytes(Method method, int status, Headers fields) {
        if (method.equals(Method.HEAD) || status == 204 || status == 304) {
            return OptionalLong.of(0);
        }
        // Netty has refused lengths that are no number, and lengths beside Transfer-Encoding.
        return fields.first("Content-Length")
                .map(length -> OptionalLong.of(Long.parseLong(length.trim())))
                .orElse(OptionalLong.empty());
    }
}
