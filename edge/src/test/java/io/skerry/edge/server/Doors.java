package io.skerry.edge.server;

import io.skerry.edge.exchange.ExchangeRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listeners of one test, and what reached their handler. */
final class Doors implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();

    Vertx vertx() {
        return vertx;
    }

    /** Method and target of each request a handler saw. */
    List<String> handled() {
        return handled;
    }

    List<Arrival> arrivals() {
        return arrivals;
    }

    EdgeServer open(ListenerSettings settings, RequestHandler handler) {
        RequestHandler recording = new RequestHandler() {
            @Override
            public void handle(HttpServerRequest request, Arrival arrival) {
                handled.add(request.method() + " " + request.uri());
                arrivals.add(arrival);
                handler.handle(request, arrival);
            }

            @Override
            public void refused(ExchangeRecord exchange) {
                handler.refused(exchange);
            }
        };
        return await(EdgeServer.listen(vertx, settings, recording, InstantSource.system(), 2));
    }

    /** A listener that answers everything with 200 and {@code ok}. */
    EdgeServer open(ListenerSettings settings) {
        return open(settings, Doors::ok);
    }

    static void ok(HttpServerRequest request, Arrival arrival) {
        request.response().end("ok");
    }

    static ListenerSettings local() {
        return ListenerSettings.plain("127.0.0.1", 0);
    }

    static ListenerSettings impatient(long headMillis, long bodyMillis, long writeMillis, long keepAliveMillis) {
        return local().withTimeouts(new ListenerSettings.Timeouts(
                Duration.ofMillis(headMillis),
                Duration.ofMillis(bodyMillis),
                Duration.ofMillis(writeMillis),
                Duration.ofMillis(keepAliveMillis)));
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
