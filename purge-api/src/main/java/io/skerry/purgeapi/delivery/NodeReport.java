package io.skerry.purgeapi.delivery;

import java.time.Duration;
import java.util.Objects;

/**
 * What one node says of a purge.
 *
 * @param node its name
 * @param state how far it is
 * @param took from the order to its acknowledgement; zero while there is none
 * @param reason why it has not applied it; empty when it has
 */
public record NodeReport(String node, State state, Duration took, String reason) {
    public NodeReport {
        Objects.requireNonNull(node);
        Objects.requireNonNull(state);
        Objects.requireNonNull(took);
        Objects.requireNonNull(reason);
    }

    /** It is in force there. */
    public static NodeReport applied(String node, Duration took) {
        return new NodeReport(node, State.APPLIED, took, "");
    }

    /** It waits for that node. */
    public static NodeReport queued(String node, String reason) {
        return new NodeReport(node, State.QUEUED, Duration.ZERO, reason);
    }

    /** How far a node is. */
    public enum State {
        /** It is in force. */
        APPLIED("applied"),
        /** It will be, once the node has heard of it. */
        QUEUED("queued");

        private final String token;

        State(String token) {
            this.token = token;
        }

        /** The word for it in answers. */
        public String token() {
            return token;
        }
    }
}
