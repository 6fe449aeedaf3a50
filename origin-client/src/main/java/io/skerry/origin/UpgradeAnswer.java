package io.skerry.origin;

import io.skerry.cache.message.Headers;
import io.vertx.core.net.NetSocket;
import java.util.Objects;

/** What came of asking an origin to switch protocols. */
public sealed interface UpgradeAnswer {

    /**
     * The origin answered 101.
     *
     * @param headers of the 101, {@code Upgrade} and {@code Connection} left out
     * @param socket the raw connection, paused; the receiver sets its handlers, resumes it and closes it
     * @param target who switched
     */
    record Switched(Headers headers, NetSocket socket, OriginTarget target) implements UpgradeAnswer {
        public Switched {
            Objects.requireNonNull(headers);
            Objects.requireNonNull(socket);
            Objects.requireNonNull(target);
        }
    }

    /**
     * The origin answered otherwise, or not at all: as to any other request.
     *
     * @param answer to be treated as such
     */
    record Declined(OriginAnswer answer) implements UpgradeAnswer {
        public Declined {
            Objects.requireNonNull(answer);
        }
    }
}
