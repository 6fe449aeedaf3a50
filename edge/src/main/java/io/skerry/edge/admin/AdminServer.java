package io.skerry.edge.admin;

import io.skerry.edge.server.NettyAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin listener. HTTP/1.1 only; answers errors as {@code application/problem+json} (RFC 9457); names neither itself nor its
 * version; never leaves an unread request body on a connection that goes on.
 */
public final class AdminServer {

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int MAX_LINE_BYTES = 8 * 1024;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final Duration CLOSING_TIME = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final AdminSettings settings;
    private final List<AdminRoute> routes;
    private final ConcurrentHashMap<HttpConnection, ConnectionDeadline> connections = new ConcurrentHashMap<>();
    private final HttpServer server;

    private AdminServer(Vertx vertx, AdminSettings settings, List<AdminRoute> routes) {
        this.vertx = vertx;
        this.settings = settings;
        this.routes = List.copyOf(routes);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setCompressionSupported(false));
    }

    /**
     * Binds the listener and serves.
     *
     * @param routes the first that covers a path and has the method answers
     * @return fails where the address cannot be bound
     */
    public static Future<AdminServer> start(Vertx vertx, AdminSettings settings, List<AdminRoute> routes) {
        AdminServer admin = new AdminServer(vertx, settings, routes);
        admin.server.connectionHandler(admin::connected);
        admin.server.requestHandler(admin::requested);
        admin.server.invalidRequestHandler(admin::invalid);
        admin.server.exceptionHandler(failure -> LOG.debug("admin connection failed", failure));
        return admin.server.listen(settings.port(), settings.address()).map(admin);
    }

    /** The port in use. */
    public int port() {
        return server.actualPort();
    }

    /** How many connections are open. */
    public int openConnections() {
        return connections.size();
    }

    /** Stops listening; requests in flight have two seconds. */
    public Future<Void> close() {
        return server.shutdown(CLOSING_TIME);
    }

    private void connected(HttpConnection connection) {
        NettyAccess.watchAccepting(connection);
        if (connections.size() >= settings.connections()) {
            connection.close();
            return;
        }
        ConnectionDeadline deadline = new ConnectionDeadline(vertx, connection);
        connections.put(connection, deadline);
        connection.closeHandler(closed -> {
            connections.remove(connection);
            deadline.cancel();
        });
        deadline.in(settings.headTimeout());
    }

    private void requested(HttpServerRequest request) {
        watch(request);
        String path = request.path();
        @Nullable AdminRoute route = path == null ? null : find(path, request);
        if (route == null) {
            refuse(request, path == null ? "" : path);
            return;
        }
        try {
            route.handler().handle(request);
        } catch (RuntimeException | Error defect) {
            LOG.error("admin request {} {} failed", request.method(), route.path(), defect);
            if (!request.response().headWritten()) {
                Problem.send(request, 500, "The request could not be answered");
            } else {
                request.connection().close();
            }
        }
    }

    private void invalid(HttpServerRequest request) {
        Problem.sendAndClose(request, Problem.statusOf(request.decoderResult().cause()));
    }

    private void watch(HttpServerRequest request) {
        @Nullable ConnectionDeadline deadline = connections.get(request.connection());
        if (deadline == null) {
            return;
        }
        deadline.in(settings.requestTimeout());
        request.response().endHandler(ended -> afterAnswer(request, deadline));
    }

    private void afterAnswer(HttpServerRequest request, ConnectionDeadline deadline) {
        deadline.in(settings.headTimeout());
        // A body that nobody read would be taken for the next request, or be received for ever.
        if (!request.isEnded()) {
            request.connection().close();
        }
    }

    private @Nullable AdminRoute find(String path, HttpServerRequest request) {
        for (AdminRoute route : routes) {
            if (route.covers(path) && route.answers(request.method())) {
                return route;
            }
        }
        return null;
    }

    private void refuse(HttpServerRequest request, String path) {
        String allowed = routes.stream()
                .filter(route -> route.scope() != AdminRoute.Scope.EVERYWHERE && route.covers(path))
                .flatMap(route -> route.methods().stream())
                .map(Object::toString)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        if (allowed.isEmpty()) {
            Problem.send(request, 404, "There is nothing at this path");
            return;
        }
        request.response().putHeader("Allow", allowed);
        Problem.send(request, 405, "This path answers " + allowed);
    }
}
