package io.skerry.benchmarks.endurance;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An origin that serves any {@link Content} in the version it is at, whole or the range asked for, on a loopback port. */
final class TellingOrigin implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,12})-(\\d{0,12})");
    private static final int CHUNK = 64 << 10;

    private final Map<String, Integer> versions = new ConcurrentHashMap<>();
    private final AtomicLong received = new AtomicLong();
    private final HttpServer server;

    TellingOrigin(Vertx vertx) {
        server = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(0))
                .requestHandler(this::answer)
                .listen(SocketAddress.inetSocketAddress(0, "127.0.0.1"))
                .await();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Requests so far. */
    long received() {
        return received.get();
    }

    /** The version it serves now. */
    int version(String path) {
        return versions.getOrDefault(path, 1);
    }

    /** Serves another version from now on. */
    int change(String path) {
        return versions.merge(path, 2, (before, _) -> before + 1);
    }

    private void answer(HttpServerRequest request) {
        received.incrementAndGet();
        Content content = new Content(request.path(), version(request.path()));
        long length = content.lengthBytes();
        HttpServerResponse response = request.response();
        if (length < 0) {
            response.setStatusCode(404).end();
            return;
        }
        String tag = "\"v" + content.version() + "\"";
        response.putHeader("Cache-Control", "max-age=86400")
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader("ETag", tag)
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("X-Version", Integer.toString(content.version()));
        String condition = request.getHeader("If-Range");
        String range = request.getHeader("Range");
        Matcher asked = RANGE.matcher(range == null ? "" : range);
        boolean partial = asked.matches() && (condition == null || condition.equals(tag));
        long first = partial ? Long.parseLong(asked.group(1)) : 0;
        long last = partial && !asked.group(2).isEmpty()
                ? Math.min(Long.parseLong(asked.group(2)), length - 1)
                : length - 1;
        if (partial && first >= length) {
            response.setStatusCode(416)
                    .putHeader("Content-Range", "bytes */" + length)
                    .end();
            return;
        }
        if (partial) {
            response.setStatusCode(206).putHeader("Content-Range", "bytes " + first + "-" + last + "/" + length);
        }
        response.putHeader("Content-Length", Long.toString(last - first + 1));
        new Sending(response, content, first, last + 1).go();
    }

    /** One body on its way. */
    private static final class Sending {
        private final HttpServerResponse response;
        private final Content content;
        private final long end;
        private long at;

        Sending(HttpServerResponse response, Content content, long begin, long end) {
            this.response = response;
            this.content = content;
            this.at = begin;
            this.end = end;
            response.exceptionHandler(_ -> this.at = end);
        }

        void go() {
            while (at < end && !response.writeQueueFull() && !response.closed()) {
                int count = (int) Math.min(CHUNK, end - at);
                Buffer bytes = content.bytes(at, count);
                at += count;
                if (at < end) {
                    var _ = response.write(bytes);
                } else {
                    var _ = response.end(bytes);
                    return;
                }
            }
            if (at < end) {
                response.drainHandler(_ -> go());
            } else if (!response.ended() && !response.closed()) {
                var _ = response.end();
            }
        }
    }

    @Override
    public void close() {
        server.close().await();
    }
}
