package io.skerry.edge;

import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.metrics.EdgeMetrics;
import io.skerry.edge.server.EdgeServer;
import io.skerry.edge.server.ListenerSettings;
import io.skerry.edge.server.RequestHandler;
import io.skerry.edge.server.socket.ListenerCounts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's listeners for clients: the plain one, and the encrypted one where the file has a certificate. Usable from any thread. */
final class OpenListeners {

    private static final Logger LOG = LoggerFactory.getLogger(OpenListeners.class);

    private final EdgeServer http;
    private final Optional<EdgeServer> https;

    private OpenListeners(EdgeServer http, Optional<EdgeServer> https) {
        this.http = http;
        this.https = https;
    }

    /**
     * Opens them; blocks. They end with {@code vertx}.
     *
     * @throws NodeStartException if an address cannot be had, or a certificate not be read
     */
    static OpenListeners open(Vertx vertx, RoutesFile file, RequestHandler clients, InstantSource clock)
            throws NodeStartException {
        int connections = connections(file);
        EdgeServer http = listen(vertx, Listeners.http(file.server(), connections), clients, clock, "server.http");
        Optional<ListenerSettings> secure = Listeners.https(file, connections, vertx);
        return new OpenListeners(
                http,
                secure.isEmpty()
                        ? Optional.empty()
                        : Optional.of(listen(vertx, secure.get(), clients, clock, "server.https")));
    }

    private static int connections(RoutesFile file) {
        int wanted = file.server().limits().connections();
        long files = Machine.mostFiles();
        int each = ConnectionRoom.each(wanted, file.servesHttps() ? 2 : 1, files, Machine.openFiles());
        if (each < wanted) {
            LOG.warn(
                    "each listener takes {} connections, not the {} of server.limits.connections: the process may open {} files,"
                            + " and each may need two; raise that limit (ulimit -n, LimitNOFILE) for more",
                    each,
                    wanted,
                    files);
        }
        return each;
    }

    private static EdgeServer listen(
            Vertx vertx, ListenerSettings settings, RequestHandler clients, InstantSource clock, String key)
            throws NodeStartException {
        return EdgeNode.started(
                EdgeServer.listen(vertx, settings, clients, clock, EdgeNode.eventLoops()),
                key + ": cannot listen on " + settings.address() + ":" + settings.port());
    }

    int httpPort() {
        return http.port();
    }

    OptionalInt httpsPort() {
        return https.map(server -> OptionalInt.of(server.port())).orElseGet(OptionalInt::empty);
    }

    /** Shows among the metrics what the listeners count. */
    void watch(EdgeMetrics metrics) {
        metrics.watchConnections("http", http::connections);
        https.ifPresent(server -> metrics.watchConnections("https", server::connections));
        for (ListenerCounts.Cut cause : ListenerCounts.Cut.values()) {
            metrics.watchCuts(cause.token(), () -> sum(counts -> counts.cuts(cause)));
        }
        metrics.watchStalls(() -> sum(ListenerCounts::stalled));
        for (ListenerCounts.Side side : ListenerCounts.Side.values()) {
            metrics.watchResets(side.token(), () -> sum(counts -> counts.resets(side)));
        }
    }

    private long sum(ToLongFunction<ListenerCounts> count) {
        return count.applyAsLong(http.counts())
                + https.map(server -> count.applyAsLong(server.counts())).orElse(0L);
    }

    /** Accepts nobody any more, and lets what is in flight finish within {@code grace}. */
    Future<Void> drain(Duration grace) {
        Future<Void> secure = https.map(server -> server.drain(grace)).orElseGet(Future::succeededFuture);
        return Future.join(http.drain(grace), secure).mapEmpty();
    }

    /** Where they listen, for people. */
    String text() {
        return http.port()
                + https.map(server -> " and " + server.port() + " (TLS)").orElse("");
    }
}
