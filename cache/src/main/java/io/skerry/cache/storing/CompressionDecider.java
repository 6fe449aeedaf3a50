package io.skerry.cache.storing;

import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.Directive;
import io.skerry.cache.message.AcceptEncoding;
import io.skerry.cache.message.ContentCoding;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.Compression;
import io.skerry.cache.storing.CompressionDecision.Leave;
import io.skerry.cache.storing.CompressionDecision.LeaveReason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Decides in which coding a response that will be stored is stored (RFC 9110 8.4, 12.5.3). */
public final class CompressionDecider {

    /** Types that compress well besides {@code text/*} and those that end in {@code +json} and {@code +xml}. */
    private static final Set<String> TEXTUAL = Set.of(
            "application/json",
            "application/javascript",
            "application/ecmascript",
            "application/x-javascript",
            "application/xml",
            "application/xml-dtd",
            "application/ld+json",
            "application/manifest+json",
            "application/graphql",
            "application/x-ndjson",
            "application/rtf",
            "application/wasm",
            "application/vnd.ms-fontobject",
            "application/vnd.apple.mpegurl",
            "application/x-mpegurl",
            "font/ttf",
            "font/otf",
            "image/bmp",
            "image/vnd.microsoft.icon",
            "image/x-icon");

    /** Longer contents of declared length are stored as they come. */
    private static final long MOST_BYTES = 10_000_000;

    private CompressionDecider() {}

    /**
     * The decision for a response.
     *
     * @param lengthBytes of its content, where it is known
     * @param policy of its route
     */
    public static CompressionDecision decide(
            RequestHead request, ResponseHead response, OptionalLong lengthBytes, Compression policy) {
        Optional<LeaveReason> leave = leave(response, lengthBytes, policy);
        if (leave.isPresent()) {
            return new Leave(leave.get());
        }
        List<ContentCoding> chosen = AcceptEncoding.of(request.headers()).choose(policy.codings());
        return chosen.isEmpty() ? new CompressionDecision.Plain() : new CompressionDecision.Encode(chosen);
    }

    private static Optional<LeaveReason> leave(ResponseHead response, OptionalLong lengthBytes, Compression policy) {
        Headers headers = response.headers();
        if (!policy.on()) {
            return Optional.of(LeaveReason.OFF);
        }
        if (!wholeContent(response.status()) || headers.contains("Content-Range")) {
            return Optional.of(LeaveReason.STATUS);
        }
        if (!headers.joined("Content-Encoding")
                .orElse(ContentCoding.IDENTITY)
                .equalsIgnoreCase(ContentCoding.IDENTITY)) {
            return Optional.of(LeaveReason.CODED);
        }
        if (CacheControl.of(headers).has(Directive.NO_TRANSFORM)) {
            return Optional.of(LeaveReason.NO_TRANSFORM);
        }
        if (!textual(headers.first("Content-Type").orElse(""))) {
            return Optional.of(LeaveReason.TYPE);
        }
        long length = lengthBytes.orElse(policy.minBytes());
        if (length < policy.minBytes()) {
            return Optional.of(LeaveReason.SMALL);
        }
        return length > MOST_BYTES ? Optional.of(LeaveReason.LARGE) : Optional.empty();
    }

    private static boolean wholeContent(int status) {
        return status >= 200 && status != 204 && status != 205 && status != 206 && status != 304;
    }

    private static boolean textual(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                || TEXTUAL.contains(type)
                || type.endsWith("+json")
                || type.endsWith("+xml")
                || type.endsWith("+text");
    }
}
