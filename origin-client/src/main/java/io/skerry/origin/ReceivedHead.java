package io.skerry.origin;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.ResponseHead;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The head of an answer as it came, judged before it is believed. Pure. */
final class ReceivedHead {

    private static final int SWITCHING_PROTOCOLS = 101;

    private static final Set<String> COMPRESSIONS = Set.of("gzip", "x-gzip", "deflate", "compress", "x-compress");

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
        Optional<String> coding = fields.joined("Transfer-Encoding");
        if (coding.isPresent() && isCompressed(coding.get())) {
            return new OriginFailure(OriginFailure.Kind.PROTOCOL_ERROR, target + ": Transfer-Encoding " + coding.get());
        }
        if (fields.size() > limits.headerFields()) {
            return new OriginFailure(
                    OriginFailure.Kind.HEAD_TOO_LARGE, target + ": more than " + limits.headerFields() + " fields");
        }
        return null;
    }

    /** Whether a transfer coding compresses, which nobody here undoes: it would pass for the content itself (RFC 9112 7.2). */
    private static boolean isCompressed(String codings) {
        return Arrays.stream(codings.split(",", -1))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .anyMatch(COMPRESSIONS::contains);
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
