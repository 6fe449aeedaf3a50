package io.skerry.edge.server;

import io.skerry.edge.server.socket.ListenerCounts;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One listener of the edge: an address and port, served by one instance per event loop.
 *
 * <p>Starts, drains and closes; what happens to a request on its way in stands in {@link FrontDoor}.
 */
public final class EdgeServer {

    private static final AtomicInteger FREE_PORTS = new AtomicInteger();

    private final Vertx vertx;
    private final ListenerSettings settings;
    private final List<FrontDoor> doors = new CopyOnWriteArrayList<>();
    private final List<String> deployments = new CopyOnWriteArrayList<>();
    private final ListenerCounts counts = new ListenerCounts();
    private volatile boolean leaving;
    private final SocketAddress address;

    private EdgeServer(Vertx vertx, ListenerSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.address = settings.port() == 0
                ? SocketAddress.sharedRandomPort(FREE_PORTS.incrementAndGet(), settings.address())
                : SocketAddress.inetSocketAddress(settings.port(), settings.address());
    }

    /**
     * Opens the listener; fails if the address cannot be bound or a certificate not be read.
     *
     * @param clock read when a request's head is complete
     * @param eventLoops instances sharing the port, at least 1
     */
    public static Future<EdgeServer> listen(
            Vertx vertx, ListenerSettings settings, RequestHandler handler, InstantSource clock, int eventLoops) {
        EdgeServer server = new EdgeServer(vertx, settings);
        Future<Void> opened = server.open(handler, clock);
        for (int i = 1; i < eventLoops; i++) {
            opened = opened.compose(before -> server.open(handler, clock));
        }
        return opened.map(server).recover(cause -> server.close().transform(closed -> Future.failedFuture(cause)));
    }

    private Future<Void> open(RequestHandler handler, InstantSource clock) {
        FrontDoor door = new FrontDoor(settings, address, handler, clock, counts, () -> leaving);
        return vertx.deployVerticle(door, new DeploymentOptions()).map(id -> {
            deployments.add(id);
            doors.add(door);
            return null;
        });
    }

    /** The port that is listened on. */
    public int port() {
        return doors.getFirst().port();
    }

    /** Connections open now. */
    public int connections() {
        return counts.open();
    }

    /** What it counts of its connections. */
    public ListenerCounts counts() {
        return counts;
    }

    /**
     * Stops accepting, lets what is under way finish within the grace, then closes what is left. Each response still sent is its
     * connection's last.
     */
    public Future<Void> drain(Duration grace) {
        leaving = true;
        return Future.join(doors.stream().map(door -> door.drain(grace)).toList())
                .transform(drained -> close());
    }

    private Future<Void> close() {
        return Future.join(deployments.stream().map(vertx::undeploy).toList()).mapEmpty();
    }
}
