package io.skerry.edge.config.model;

import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import io.skerry.functions.api.Required;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Servers that all hold the same content.
 *
 * @param targets the servers, at least one
 * @param balance how a target is chosen for a request
 * @param host which Host the targets see
 * @param timeouts how long the edge waits for them
 * @param limits how much it asks of them at once
 * @param tls how it recognises them
 */
public record OriginSettings(
        @Required @NotEmpty @Description("The servers of this origin")
        List<Target> targets,

        @Default("round-robin") @Description("How a target is chosen for a request")
        Balance balance,

        @Default("client") @Description("Which Host the targets see: the client's, the target's own, or this name")
        OriginHost host,

        @Description("How long the edge waits for the targets")
        Timeouts timeouts,

        @Description("How much the edge asks of the targets at once")
        Limits limits,

        @Description("How the edge recognises its targets") Tls tls) {

    public OriginSettings {
        targets = List.copyOf(targets);
        if (!targets.isEmpty() && targets.stream().allMatch(target -> target.weight() == 0)) {
            throw new IllegalArgumentException("every target has weight 0: no request could be sent");
        }
    }

    /**
     * One server.
     *
     * @param url scheme, host and port
     * @param weight its share among the others; 0 takes only requests that name its label
     * @param label by which routes pin themselves to it
     */
    public record Target(
            @Required @Description("Scheme, host and port: https://shop-1.internal:8443")
            OriginUrl url,

            @Default("1")
            @Range(min = 0, max = 10_000)
            @Description("Share of the requests; 0 takes only those that name its label")
            int weight,

            @Description("Name by which a route pins itself to this target")
            Optional<String> label) {}

    /** How a target is chosen for a request. */
    public enum Balance {
        /** In turn, by weight. */
        ROUND_ROBIN,
        /** The one with fewest requests in flight, by weight. */
        LEAST_REQUEST
    }

    /**
     * How long the edge waits for a target.
     *
     * @param connect to look a name up, and then for the connection to one of its addresses, TLS included
     * @param firstByte from the end of the request to the first byte of the response
     * @param idle between two parts of a response
     * @param request for the whole exchange
     */
    public record Timeouts(
            @Default("3s")
            @Description("To look a name up, and then for the connection to one of its addresses, TLS included")
            Duration connect,

            @Default("30s") @Description("From the end of the request to the first byte of the response")
            Duration firstByte,

            @Default("60s") @Description("Between two parts of a response")
            Duration idle,

            @Default("1h") @Description("For the whole exchange")
            Duration request) {

        public Timeouts {
            Positive.require("connect", connect);
            Positive.require("firstByte", firstByte);
            Positive.require("idle", idle);
            Positive.require("request", request);
        }
    }

    /**
     * How much the edge asks of the targets at once.
     *
     * @param connections open to each target
     */
    public record Limits(
            @Default("256")
            @Range(min = 1, max = 100_000)
            @Description(
                    "Connections open to each target, rounded up to a multiple of the event loops, of which there is one for each core")
            int connections) {}

    /**
     * How the edge recognises its targets.
     *
     * @param ca PEM file with the authorities it believes, instead of those of the Java runtime
     */
    public record Tls(
            @Description("PEM file with the authorities the edge believes, instead of the well-known ones")
            Optional<FileReference> ca) {}
}
