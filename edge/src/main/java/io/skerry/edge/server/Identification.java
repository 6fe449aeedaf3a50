package io.skerry.edge.server;

import io.skerry.cache.address.AddressRanges;
import io.skerry.origin.ClientIdentity;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds out who a request came from. Pure, but for the identifier it may be given. */
final class Identification {

    private static final int MAX_ID = 128;

    private Identification() {}

    /**
     * What is known of a request before its fields are believed.
     *
     * @param peer address the connection came from
     * @param scheme of the connection
     * @param authority as asked for
     * @param protocol as {@code Via} writes it
     */
    record Seen(String peer, String scheme, String authority, String protocol) {}

    /**
     * The identity behind a request.
     *
     * @param newId gives an identifier to a request that brings none that is believed
     */
    static ClientIdentity of(Seen seen, MultiMap fields, AddressRanges proxies, Supplier<String> newId) {
        if (!proxies.contains(seen.peer())) {
            return new ClientIdentity(
                    seen.peer(),
                    seen.peer(),
                    ClientIdentity.Trust.UNTRUSTED,
                    seen.scheme(),
                    seen.authority(),
                    seen.protocol(),
                    newId.get());
        }
        String id = fields.get("X-Request-Id");
        return new ClientIdentity(
                seen.peer(),
                client(seen.peer(), fields.getAll("X-Forwarded-For"), proxies),
                ClientIdentity.Trust.TRUSTED_PROXY,
                scheme(fields.get("X-Forwarded-Proto"), seen.scheme()),
                seen.authority(),
                seen.protocol(),
                usable(id) ? id : newId.get());
    }

    /**
     * The last address that no trusted proxy vouches for itself: lists are read from the right, since only what trusted proxies
     * appended is theirs and everything before it is the client's word.
     */
    private static String client(String peer, List<String> lines, AddressRanges proxies) {
        String[] hops = String.join(",", lines).split(",", -1);
        String client = peer;
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = withoutPort(hops[i].trim());
            if (!AddressRanges.isAddress(hop)) {
                return client;
            }
            client = hop;
            if (!proxies.contains(hop)) {
                return client;
            }
        }
        return client;
    }

    /** {@code 192.0.2.1:4711} and {@code [2001:db8::1]:4711} without brackets and port. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    private static String scheme(@Nullable String forwarded, String own) {
        return forwarded != null && (forwarded.equals("https") || forwarded.equals("http")) ? forwarded : own;
    }

    private static boolean usable(@Nullable String id) {
        if (id == null || id.isEmpty() || id.length() > MAX_ID) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!plain && "-._:/+=@".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
