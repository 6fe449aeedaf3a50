package io.skerry.origin;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.OptionalLong;

/** Fields between our values and Vert.x's. What frames a message is written here and nowhere else. */
final class WireFields {

    private WireFields() {}

    /** Writes the request's end-to-end fields, {@code Host} and the framing of its body. */
    static void write(RequestHead head, RequestBody body, String host, MultiMap to) {
        to.set("Host", host);
        Headers fields = HopByHop.strip(head.headers());
        for (int i = 0; i < fields.size(); i++) {
            if (!writtenHere(fields.name(i))) {
                to.add(fields.name(i), fields.value(i));
            }
        }
        OptionalLong declared = declared(head.method(), body);
        if (declared.isPresent()) {
            to.set("Content-Length", Long.toString(declared.getAsLong()));
        }
    }

    private static OptionalLong declared(Method method, RequestBody body) {
        return switch (body) {
            // RFC 9110 8.6: where a method anticipates content, its absence is said.
            case RequestBody.None() -> anticipatesContent(method) ? OptionalLong.of(0) : OptionalLong.empty();
            case RequestBody.Streamed(var stream, var length) -> length;
        };
    }

    private static boolean anticipatesContent(Method method) {
        return switch (method.name()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
    }

    private static boolean writtenHere(String name) {
        // Expect: the edge answered it when it began to read the body. Trailer: trailers are not forwarded.
        return name.equalsIgnoreCase("Host")
                || name.equalsIgnoreCase("Content-Length")
                || name.equalsIgnoreCase("Expect")
                || name.equalsIgnoreCase("Trailer");
    }

    /** The end-to-end fields received. */
    static Headers read(MultiMap received) {
        Headers.Builder fields = Headers.builder();
        for (Map.Entry<String, String> line : received) {
            fields.add(line.getKey(), line.getValue());
        }
        return HopByHop.strip(fields.build());
    }

    /** The {@code Host} a target is shown. */
    static String host(OriginHost host, RequestHead head, OriginTarget target) {
        return switch (host) {
            case OriginHost.Client() -> head.target().authority();
            case OriginHost.Target() -> target.authority();
            case OriginHost.Named(String authority) -> authority;
        };
    }
}
