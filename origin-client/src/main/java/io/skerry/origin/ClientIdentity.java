package io.skerry.origin;

import java.util.Objects;

/**
 * Who a request came from, as far as the edge vouches for it.
 *
 * @param peer address the connection came from, without a port
 * @param client address of the client: the peer, or what trusted proxies said of it
 * @param trust whether the peer is a trusted proxy
 * @param scheme {@code http} or {@code https}, as the client used it
 * @param authority the host, with a port if any, as the client named it
 * @param protocol HTTP version the edge received, as {@code Via} writes it: {@code 1.0}, {@code 1.1}, {@code 2}
 * @param requestId of this request, already safe to write into a field
 */
public record ClientIdentity(
        String peer, String client, Trust trust, String scheme, String authority, String protocol, String requestId) {

    /** Whether what a peer says about others is believed. */
    public enum Trust {
        /** A proxy named in {@code trustedProxies}: its forwarding fields are extended. */
        TRUSTED_PROXY,
        /** Anybody else: its forwarding fields are dropped. */
        UNTRUSTED
    }

    public ClientIdentity {
        Objects.requireNonNull(peer);
        Objects.requireNonNull(client);
        Objects.requireNonNull(trust);
        Objects.requireNonNull(scheme);
        Objects.requireNonNull(authority);
        Objects.requireNonNull(protocol);
        Objects.requireNonNull(requestId);
    }
}
