package io.skerry.edge.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo's origin: a small web server on the loopback address, with an event loop of its own, that answers every
 * request for the shop only after the simulated {@link Distance}. Its switches under {@code /_demo/} answer at once and
 * are not logged.
 */
final class DemoOrigin {
    private static final Logger LOG = LoggerFactory.getLogger(DemoOrigin.class);
    private static final String HOST = "127.0.0.1";
    private static final int LARGEST_BODY_BYTES = 4096;

    private final Vertx vertx;
    private final InstantSource clock;
    private final DemoSite site;
    private final DemoLive live;
    private final DemoControl control;
    private final RequestLog log = new RequestLog();
    private final Distance distance;

    private DemoOrigin(Vertx vertx, InstantSource clock, Distance distance, Photos photos) {
        this.vertx = vertx;
        this.clock = clock;
        this.distance = distance;
        this.site = new DemoSite(DemoAssets.load(), photos, new Carts(RandomGenerator.getDefault()));
        this.live = new DemoLive(vertx, distance);
        this.control = new DemoControl(vertx, site, log, distance);
    }

    /** A started origin; {@link #stop} ends it. */
    record Started(DemoOrigin origin, HttpServer server) {
        int port() {
            return server.actualPort();
        }

        /** Tells the page's purge buttons where the edge's admin listener is. */
        void edgeIsUp(DemoControl.Edge edge) {
            origin.control.edgeIsUp(edge);
        }

        Future<Void> stop() {
            return origin.vertx.close();
        }
    }

    /**
     * Starts the origin; blocks a moment to read its files.
     *
     * @param port 0 for any free one
     * @return fails when the port is in use
     */
    static Future<Started> start(int port, Duration distance, Photos photos, InstantSource clock) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
        DemoOrigin origin = new DemoOrigin(vertx, clock, new Distance(distance), photos);
        HttpServerOptions options =
                new HttpServerOptions().setHost(HOST).setPort(port).setHttp2ClearTextEnabled(false);
        return vertx.createHttpServer(options)
                .requestHandler(origin::accept)
                .listen()
                .map(server -> new Started(origin, server))
                // Not waited for: an answer that comes through the Vert.x that is being closed may never be delivered.
                .onFailure(failure -> vertx.close());
    }

    private void accept(HttpServerRequest request) {
        if (request.path().startsWith(DemoControl.PREFIX)) {
            body(request).onSuccess(body -> send(request, control.reply(request, body)));
            return;
        }
        log.add(clock.instant(), request.method().name(), request.uri(), asker(request));
        request.pause();
        long millis = distance.current().toMillis();
        if (millis == 0) {
            serve(request);
        } else {
            vertx.setTimer(millis, timer -> serve(request));
        }
    }

    private static RequestLog.Asker asker(HttpServerRequest request) {
        return request.headers().contains("Via") ? RequestLog.Asker.EDGE : RequestLog.Asker.CLIENT;
    }

    private void serve(HttpServerRequest request) {
        request.resume();
        switch (request.path()) {
            case DemoLive.SOCKET_PATH -> live.socket(request);
            case DemoLive.EVENTS_PATH -> live.events(request);
            default ->
                body(request)
                        .onSuccess(body -> send(request, Future.fromCompletionStage(site.reply(read(request, body)))));
        }
    }

    private static DemoRequest read(HttpServerRequest request, String body) {
        String cookies = request.getHeader("Cookie");
        return new DemoRequest(request.method().name(), request.path(), cookies == null ? "" : cookies, body);
    }

    /** The request's body as text; a longer one than any button of the page sends is answered here, with 413. */
    private static Future<String> body(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if ((length != null && length.length() > 4) || request.headers().contains("Transfer-Encoding")) {
            request.response()
                    .putHeader("Connection", "close")
                    .setStatusCode(413)
                    .end();
            return Future.failedFuture("more than " + LARGEST_BODY_BYTES + " bytes");
        }
        return request.body().map(Buffer::toString);
    }

    private void send(HttpServerRequest request, Future<Reply> later) {
        later.onSuccess(reply -> send(request, reply)).onFailure(broken -> {
            LOG.error("demo origin: {} {} failed", request.method(), request.uri(), broken);
            send(request, Reply.problem(500, "the demo's origin failed; see its log"));
        });
    }

    private static void send(HttpServerRequest request, Reply reply) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        String tag = '"' + DemoAssets.hash(reply.body()) + '"';
        reply.headers().forEach(response::putHeader);
        response.putHeader("ETag", tag).putHeader("Server", "skerry-demo-origin");
        openToThePage(request, response);
        if (reply.status() == 200 && tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.setStatusCode(reply.status());
        response.end(reply.body());
    }

    /** The page measures the way to the origin too, from another site's point of view: CORS, without cookies. */
    private static void openToThePage(HttpServerRequest request, HttpServerResponse response) {
        if (!request.path().startsWith(DemoControl.PREFIX)) {
            response.putHeader("Access-Control-Allow-Origin", "*").putHeader("Timing-Allow-Origin", "*");
        }
    }
}
