package io.skerry.edge.pipeline.answer;

import io.skerry.cache.message.RequestHead;
import io.skerry.origin.ClientIdentity;
import io.skerry.origin.RequestBody;
import java.time.Instant;
import java.util.Objects;

/**
 * A request as it came in.
 *
 * @param head target normalised, connection-specific fields removed
 * @param body paused
 * @param upgrade whether it asks to go on as a WebSocket
 * @param client who asks
 * @param arrival when its head was complete
 */
public record Incoming(RequestHead head, RequestBody body, Upgrade upgrade, ClientIdentity client, Instant arrival) {

    /** Whether a request asks to switch protocols. */
    public enum Upgrade {
        NONE,
        WEBSOCKET
    }

    public Incoming {
        Objects.requireNonNull(head);
        Objects.requireNonNull(body);
        Objects.requireNonNull(upgrade);
        Objects.requireNonNull(client);
        Objects.requireNonNull(arrival);
    }
}
