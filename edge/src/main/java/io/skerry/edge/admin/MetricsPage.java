package io.skerry.edge.admin;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer of {@code /metrics}, produced on a worker: a scrape formats thousands of lines and reads files. */
public final class MetricsPage implements Handler<HttpServerRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsPage.class);
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Vertx vertx;
    private final Callable<Buffer> scrape;

    private MetricsPage(Vertx vertx, Supplier<String> scrape) {
        this.vertx = vertx;
        this.scrape = () -> Buffer.buffer(scrape.get());
    }

    /** {@code GET /metrics}, in Prometheus's text format; {@code scrape} is called on a worker thread. */
    public static AdminRoute route(Vertx vertx, Supplier<String> scrape) {
        return AdminRoute.page("/metrics", new MetricsPage(vertx, scrape));
    }

    @Override
    public void handle(HttpServerRequest request) {
        vertx.executeBlocking(scrape, false)
                .onSuccess(text -> Answer.send(request, 200, PROMETHEUS_TEXT, text))
                .onFailure(failure -> failed(request, failure));
    }

    private static void failed(HttpServerRequest request, Throwable failure) {
        LOG.error("metrics could not be read", failure);
        Problem.send(request, 500, "The metrics could not be read");
    }
}
