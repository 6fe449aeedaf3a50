package io.skerry.edge.server;

import io.skerry.cache.status.CacheStatus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** An answer that says its status and nothing else, to requests that were not let in. */
final class BareAnswer {

    private static final String ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private BareAnswer() {}

    /** Writes it; completes when it has left. The connection of HTTP/1 ends with it: what follows on it may be anything. */
    static Future<Void> write(HttpServerRequest request, int status, String reason) {
        HttpServerResponse response = request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain")
                .putHeader(CacheStatus.FIELD, CacheStatus.Made.because(reason).value());
        if (request.version() != HttpVersion.HTTP_2) {
            response.putHeader("Connection", "close");
        }
        if (status == 405) {
            response.putHeader("Allow", ALLOWED);
        }
        Buffer content = Buffer.buffer(status + "\n");
        if (request.method().equals(HttpMethod.HEAD)) {
            // RFC 9110 9.3.2: over HTTP/2 Vert.x would send it.
            return response.putHeader("Content-Length", Integer.toString(content.length()))
                    .end();
        }
        return response.end(content);
    }
}
