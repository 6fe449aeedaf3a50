package io.skerry.edge.admin;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;

/**
 * Closes a connection that does not get on: unlike an idle time-out it is not fooled by a byte now and then. Used on the
 * connection's event loop.
 */
final class ConnectionDeadline {

    private static final long NONE = -1;

    private final Vertx vertx;
    private final HttpConnection connection;
    private long timer = NONE;

    ConnectionDeadline(Vertx vertx, HttpConnection connection) {
        this.vertx = vertx;
        this.connection = connection;
    }

    /** Sets the deadline, in place of an earlier one. */
    void in(Duration time) {
        cancel();
        timer = vertx.setTimer(time.toMillis(), fired -> connection.close());
    }

    void cancel() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
