package io.skerry.edge.server;

import io.skerry.edge.exchange.ExchangeRecord;
import io.vertx.core.http.HttpServerRequest;

/** Receives each request the front door let in, on the event loop of its connection. */
@FunctionalInterface
public interface RequestHandler {

    /**
     * Answers a request, now or later, exactly once.
     *
     * <p>Content not read by the end of the answer is drained or the connection closed by the server. A {@code Connection: close} set
     * on the response closes the connection after it.
     *
     * @param request its head and its response; paused if content may follow
     * @param arrival what is known besides, and the content
     */
    void handle(HttpServerRequest request, Arrival arrival);

    /** Takes the record of a request that was not let in, once it has been answered. Must not block or throw. */
    default void refused(ExchangeRecord record) {}
}
