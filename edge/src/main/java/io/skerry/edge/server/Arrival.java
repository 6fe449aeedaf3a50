package io.skerry.edge.server;

import io.skerry.origin.ClientIdentity;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the front door knows of a request it let in.
 *
 * @param at when its head was complete
 * @param client who asks, and by which identifier the request goes
 * @param authority what it asks of, normalised: lower case, without a dot at its end and the scheme's own port; {@code Host}, {@code
 *     :authority} and an absolute target agree on it
 * @param scheme of the connection, {@code http} or {@code https}
 * @param serverName the TLS server name the client gave, or null
 * @param content of the request, paused; read it here and not from the request, for here it is bounded
 */
public record Arrival(
        Instant at,
        ClientIdentity client,
        String authority,
        String scheme,
        @Nullable String serverName,
        ArrivingContent content) {

    public Arrival {
        Objects.requireNonNull(at);
        Objects.requireNonNull(client);
        Objects.requireNonNull(authority);
        Objects.requireNonNull(scheme);
        Objects.requireNonNull(content);
    }

    /** The authority without its port. */
    public String host() {
        int colon = authority.lastIndexOf(':');
        return colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
    }
}
