package io.skerry.edge.demo;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.List;

/**
 * The shop's real-time parts, which an edge passes through: a WebSocket that echoes, and server-sent events that tell
 * the stock of the products. Event loop of the origin.
 */
final class DemoLive {
    static final String SOCKET_PATH = "/live";
    static final String EVENTS_PATH = "/events";
    private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(2);
    private static final int LARGEST_MESSAGE_BYTES = 64 * 1024;
    private static final int FULL_STOCK = 24;
    private static final List<Product> PRODUCTS = List.of(Product.values());

    private final Vertx vertx;
    private final Distance distance;
    private int tick;

    DemoLive(Vertx vertx, Distance distance) {
        this.vertx = vertx;
        this.distance = distance;
    }

    /** Takes the request over as a WebSocket and sends every text message back, as late as the origin is far. */
    void socket(HttpServerRequest request) {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            request.response()
                    .setStatusCode(426)
                    .putHeader("Upgrade", "websocket")
                    .end();
            return;
        }
        request.toWebSocket().onSuccess(socket -> socket.textMessageHandler(message -> echo(socket, message)));
    }

    private void echo(ServerWebSocket socket, String message) {
        if (message.length() > LARGEST_MESSAGE_BYTES) {
            socket.close((short) 1009, "too big");
            return;
        }
        long millis = Math.max(1, distance.current().toMillis());
        vertx.setTimer(millis, timer -> {
            if (!socket.isClosed()) {
                socket.writeTextMessage(message);
            }
        });
    }

    /** Answers with an endless stream of events until the client goes. */
    void events(HttpServerRequest request) {
        HttpServerResponse response = request.response().setChunked(true);
        response.putHeader("Content-Type", "text/event-stream").putHeader("Cache-Control", "no-store");
        response.write(stockEvent());
        long timer = vertx.setPeriodic(BETWEEN_EVENTS.toMillis(), tick -> {
            // A client that does not read gets no further events instead of a growing queue.
            if (!response.writeQueueFull()) {
                response.write(stockEvent());
            }
        });
        response.closeHandler(closed -> vertx.cancelTimer(timer));
        response.exceptionHandler(broken -> vertx.cancelTimer(timer));
    }

    private String stockEvent() {
        Product product = PRODUCTS.get(tick % PRODUCTS.size());
        int left = FULL_STOCK - tick / PRODUCTS.size() % FULL_STOCK;
        tick++;
        return "event: stock\ndata: {\"id\":\"%s\",\"title\":\"%s\",\"left\":%s}\n\n"
                .formatted(product.id(), product.title(), left);
    }
}
