package io.skerry.edge.scenario;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An origin whose every answer names the version it was made of; the path says which tags it carries. */
final class VersionedOrigin implements AutoCloseable {

    private final AtomicInteger version = new AtomicInteger(1);
    private final ConcurrentLinkedQueue<String> methods = new ConcurrentLinkedQueue<>();
    private @Nullable HttpServer server;

    void start() throws IOException {
        HttpServer starting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server = starting;
        starting.createContext("/", this::answer);
        starting.start();
    }

    int port() {
        return Objects.requireNonNull(server).getAddress().getPort();
    }

    /** Everything is another version from now on. */
    void change() {
        version.incrementAndGet();
    }

    /** What answers made now consist of: twelve bytes. */
    String body() {
        return String.format(Locale.ROOT, "version %04d", version.get());
    }

    List<String> methods() {
        return List.copyOf(methods);
    }

    private void answer(HttpExchange exchange) throws IOException {
        methods.add(exchange.getRequestMethod());
        String[] path = exchange.getRequestURI().getPath().split("/");
        Headers fields = exchange.getResponseHeaders();
        fields.set("Cache-Control", "max-age=3600");
        fields.set("ETag", '"' + body() + '"');
        String last = path[path.length - 1];
        switch (path.length > 1 ? path[1] : "") {
            case "vary" -> fields.set("Vary", "Accept-Language");
            case "regroup" -> fields.set("Cache-Group-Invalidation", '"' + last + '"');
            case "tagged" -> fields.set("Cache-Tag", "tag-" + last);
            case "field" -> fields.set(last, tags(last));
            case "manytags" ->
                fields.set(
                        "Cache-Tag",
                        IntStream.range(0, Integer.parseInt(last))
                                .mapToObj(i -> "t" + i)
                                .collect(Collectors.joining(",")));
            case "longtag" -> fields.set("xkey", "x".repeat(Integer.parseInt(last)));
            default -> {}
        }
        byte[] body = body().getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private static String tags(String field) {
        return switch (field) {
            case "cache-tag", "edge-cache-tag" -> "one-" + field + ", two-" + field;
            case "cache-groups" -> "\"one-" + field + "\", \"two-" + field + '"';
            default -> "one-" + field + " two-" + field;
        };
    }

    @Override
    public void close() {
        Objects.requireNonNull(server).stop(0);
    }
}
