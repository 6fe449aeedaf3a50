package io.skerry.cache.message;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The fields that concern one connection and go no further (RFC 9110 7.6.1), and the removal of them from a message that is
 * forwarded or stored (RFC 9111 3.1).
 */
public final class HopByHop {

    /**
     * Not to be nominated away by {@code Connection}: fields that frame or route a message, that say who may see or store it, or
     * that the edge itself relies on (RFC 9110 7.6.1 forbids to name fields intended for all recipients).
     */
    private static final Set<String> NEVER_NOMINATED = Set.of(
            "host",
            "content-length",
            "content-type",
            "content-encoding",
            "content-range",
            "cache-control",
            "cdn-cache-control",
            "expires",
            "age",
            "date",
            "vary",
            "etag",
            "last-modified",
            "pragma",
            "authorization",
            "cookie",
            "set-cookie",
            "via",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-forwarded-port",
            "x-request-id");

    private HopByHop() {}

    /** These fields without the connection-specific ones and those that {@code Connection} names. */
    public static Headers strip(Headers headers) {
        if (!concerned(headers)) {
            return headers;
        }
        Set<String> nominated = nominated(headers);
        Headers.Builder kept = Headers.builder();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            if (!connectionSpecific(name) && !isAmong(nominated, name)) {
                kept.add(name, headers.value(i));
            }
        }
        return kept.build();
    }

    private static boolean isAmong(Set<String> nominated, String name) {
        return !nominated.isEmpty() && nominated.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a field of this name is connection-specific by itself: never forwarded, never stored, whatever {@code Connection} says. */
    public static boolean connectionSpecific(String name) {
        // Asked of every field of every message: the length excludes nearly all.
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("te");
            // Trailer: no trailers are forwarded, so none are announced (RFC 9110 6.5.1, 6.6.2).
            case 7 -> name.equalsIgnoreCase("upgrade") || name.equalsIgnoreCase("trailer");
            case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
            case 14 -> name.equalsIgnoreCase("http2-settings");
            case 16 -> name.equalsIgnoreCase("proxy-connection");
            case 17 -> name.equalsIgnoreCase("transfer-encoding");
            case 18 -> name.equalsIgnoreCase("proxy-authenticate");
            case 19 -> name.equalsIgnoreCase("proxy-authorization");
            case 25 -> name.equalsIgnoreCase("proxy-authentication-info");
            default -> false;
        };
    }

    private static boolean concerned(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (connectionSpecific(headers.name(i))) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> nominated(Headers headers) {
        List<String> lines = headers.all("Connection");
        if (lines.isEmpty() || (lines.size() == 1 && lines.getFirst().equalsIgnoreCase("keep-alive"))) {
            // What it says nearly always; a field of that name is removed in any case.
            return Set.of();
        }
        List<String> options = FieldList.members(lines);
        Set<String> names = HashSet.newHashSet(options.size());
        for (String option : options) {
            String name = option.toLowerCase(Locale.ROOT);
            if (!NEVER_NOMINATED.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }
}
