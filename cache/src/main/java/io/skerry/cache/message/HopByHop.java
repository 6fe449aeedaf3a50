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

    /** Never forwarded, never stored, whatever {@code Connection} says. */
    private static final Set<String> ALWAYS = Set.of(
            "connection",
            "proxy-connection",
            "keep-alive",
            "te",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization");

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
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            if (!ALWAYS.contains(name) && !nominated.contains(name)) {
                kept.add(headers.name(i), headers.value(i));
            }
        }
        return kept.build();
    }

    /** Whether a field of this name is connection-specific by itself. */
    public static boolean connectionSpecific(String name) {
        return ALWAYS.contains(name.toLowerCase(Locale.ROOT));
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
        List<String> options = FieldList.members(headers.all("Connection"));
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
