package io.skerry.edge.config.model;

import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import io.skerry.functions.api.Required;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The cluster this node belongs to: nodes that share their purges.
 *
 * @param redis where the cluster's log is
 * @param node this node's name
 * @param lease how long stored content is used after the node was last in touch with the log
 */
public record ClusterSettings(
        @Required @Description("Redis or Valkey (5 or newer) with the cluster's log of purges")
        RedisUrl redis,

        @Required @Description("Name of this node, unique in the cluster; ${HOSTNAME} is a good one")
        NodeName node,

        @Default("10s")
        @Description(
                "A node cut off from the log serves stored content for so long, then validates every hit; off: serves"
                        + " on")
        Lease lease) {

    /**
     * The name of a node.
     *
     * @param text of letters, digits, dots, hyphens and underscores, at most 128
     */
    public record NodeName(String text) {
        public NodeName {
            boolean well = !text.isEmpty()
                    && text.length() <= 128
                    && text.chars().allMatch(c -> c == '.' || c == '-' || c == '_' || isLetterOrDigit(c));
            if (!well) {
                throw new IllegalArgumentException("");
            }
        }

        private static boolean isLetterOrDigit(int c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * How long a node serves on by itself.
     *
     * @param time empty for ever
     */
    public record Lease(Optional<Duration> time) {

        /** A shorter one would be over before it could be renewed. */
        public static final Duration SHORTEST = Duration.ofSeconds(1);

        public Lease {
            Objects.requireNonNull(time);
            if (time.isPresent() && time.get().compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException("a lease is not shorter than 1s");
            }
        }
    }
}
