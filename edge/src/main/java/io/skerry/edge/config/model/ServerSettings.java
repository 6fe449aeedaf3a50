package io.skerry.edge.config.model;

import io.skerry.functions.api.DataSize;
import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Listeners, limits and time-outs of the node.
 *
 * @param http plain listener
 * @param https encrypted listener; off until there is a certificate
 * @param admin listener for purge, probes and metrics
 * @param trustedProxies whose X-Forwarded-For, X-Forwarded-Proto and X-Request-Id are believed
 * @param limits what one client may ask for
 * @param timeouts how long the edge waits for clients
 * @param accessLog where a line for each request goes
 */
public record ServerSettings(
        @Description("The plain listener") Http http,

        @Description("The encrypted listener; off until there is a certificate here or at a site")
        Https https,

        @Description("The listener for purge, probes and metrics")
        Admin admin,

        @Description("Proxies whose X-Forwarded-For, X-Forwarded-Proto and X-Request-Id are believed")
        List<Cidr> trustedProxies,

        @Description("What a client may ask for") Limits limits,

        @Description("How long the edge waits for clients") Timeouts timeouts,

        @Default("stdout") @Description("Where a line for each request goes; metrics count requests either way")
        AccessLogTarget accessLog) {

    public ServerSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** Where the access log goes. */
    public enum AccessLogTarget {
        /** To standard output, one line for each request. */
        STDOUT,
        /** Nowhere: no line is made. */
        OFF
    }

    /**
     * The plain listener.
     *
     * @param address interface it listens on
     * @param port 0 lets the system choose
     */
    public record Http(
            @Default("0.0.0.0") @Description("Address of the interface to listen on")
            ListenHost address,

            @Default("8080") @Range(min = 0, max = 65_535) @Description("Port to listen on; 0 lets the system choose")
            int port) {}

    /**
     * The encrypted listener.
     *
     * @param address interface it listens on
     * @param port 0 lets the system choose
     * @param http2 whether HTTP/2 is offered by ALPN
     * @param certificates shown by SNI; the first is shown to clients that name no known host
     */
    public record Https(
            @Default("0.0.0.0") @Description("Address of the interface to listen on")
            ListenHost address,

            @Default("8443") @Range(min = 0, max = 65_535) @Description("Port to listen on; 0 lets the system choose")
            int port,

            @Default("true") @Description("Whether HTTP/2 is offered")
            boolean http2,

            @Description("Certificates, chosen by SNI; the first is the default")
            List<CertificateSettings> certificates) {

        public Https {
            certificates = List.copyOf(certificates);
        }
    }

    /**
     * The listener for purge, probes and metrics.
     *
     * @param address where it listens
     * @param tokens file with the accepted tokens; without it one is made at start
     * @param rateLimit how often callers may call
     */
    public record Admin(
            @Default("127.0.0.1:9090") @Description("Address and port to listen on")
            Address address,

            @Description(
                    "File with the accepted tokens; without it one is made at start and written to admin-token in the cache"
                            + " folder")
            Optional<FileReference> tokens,

            @Description("How often callers of the purge API may call")
            CallRate rateLimit) {}

    /**
     * How often callers may call.
     *
     * @param requests of one token, in the long run; more are answered 429
     * @param burst of one token, in a row
     * @param wrongTokens and calls with none from one address, in the long run: beyond it and twenty in a row they are answered 429
     *     instead of 401
     */
    public record CallRate(
            @Default("500/s") @Description("Calls with one token, in the long run; more are answered 429")
            Rate requests,

            @Default("2000") @Range(min = 1, max = 1_000_000) @Description("Calls with one token in a row")
            int burst,

            @Default("1/s")
            @Description(
                    "Calls with a wrong token, or none, from one address, in the long run; more than these, and twenty in a row, get 429")
            Rate wrongTokens) {}

    /**
     * What one client may ask for.
     *
     * @param headerBytes all header fields together; more is 431
     * @param uriBytes request target; more is 414
     * @param requestBody content of a request; more is 413
     * @param connections open client connections of each listener; more are closed at once
     */
    public record Limits(
            @Default("32KB") @Description("Header fields of a request; more is answered 431")
            DataSize headerBytes,

            @Default("8KB") @Description("Target of a request; more is answered 414")
            DataSize uriBytes,

            @Default("10GB") @Description("Content of a request; more is answered 413")
            DataSize requestBody,

            @Default("10000")
            @Range(min = 1, max = 10_000_000)
            @Description(
                    "Open client connections of each listener; more are closed at once. Fewer where the process may not open two files"
                            + " for each")
            int connections) {

        public Limits {
            if (headerBytes.bytes() < 1024 || headerBytes.bytes() > 1_048_576) {
                throw new IllegalArgumentException("headerBytes: expected 1KiB to 1MiB");
            }
            if (uriBytes.bytes() < 256 || uriBytes.bytes() > headerBytes.bytes()) {
                throw new IllegalArgumentException(
                        "uriBytes: expected 256B to headerBytes (" + headerBytes.bytes() + "B)");
            }
        }
    }

    /**
     * How long the edge waits for clients.
     *
     * @param head from the first byte of a request to the end of its header section; of a connection's first request from accept, the TLS
     *     handshake included
     * @param bodyIdle between two parts of a request's content
     * @param writeIdle while a client takes nothing of a response
     * @param keepAlive between two requests of a connection
     * @param drain for responses in flight when the process is asked to stop
     */
    public record Timeouts(
            @Default("10s")
            @Description(
                    "From the first byte of a request to the end of its header section; for the first of a connection from accept")
            Duration head,

            @Default("30s") @Description("Between two parts of the content of a request")
            Duration bodyIdle,

            @Default("30s") @Description("While a client takes nothing of a response")
            Duration writeIdle,

            @Default("75s") @Description("Between two requests of a connection")
            Duration keepAlive,

            @Default("30s") @Description("For responses in flight when the process is asked to stop")
            Duration drain) {

        public Timeouts {
            Positive.require("head", head);
            Positive.require("bodyIdle", bodyIdle);
            Positive.require("writeIdle", writeIdle);
            Positive.require("keepAlive", keepAlive);
        }
    }
}
