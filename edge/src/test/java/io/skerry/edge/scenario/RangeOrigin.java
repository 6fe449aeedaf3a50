package io.skerry.edge.scenario;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An origin of one long response of several versions, whose bytes tell version and offset; it answers ranges, and can be made to lie
 * about them. What it was asked and what it sent is recorded.
 */
final class RangeOrigin implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;

    /** An answer about to be sent. */
    record Part(int status, String contentRange, String etag, long first, long lengthBytes, int version) {

        Part withContentRange(String value) {
            return new Part(status, value, etag, first, lengthBytes, version);
        }

        Part withEtag(String value) {
            return new Part(status, contentRange, value, first, lengthBytes, version);
        }

        Part withLength(long bytes) {
            return new Part(status, contentRange, etag, first, bytes, version);
        }

        Part withStatus(int value) {
            return new Part(value, contentRange, etag, first, lengthBytes, version);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong sent = new AtomicLong();
    private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final long lengthBytes;
    volatile int version = 1;
    volatile boolean ranges = true;
    volatile long breakAfter = Long.MAX_VALUE;
    volatile String cacheControl = "max-age=600";
    /** What it sends instead of the bytes of a version, coded so. */
    volatile byte @Nullable [] gzipped;

    /** Whether it codes on the fly what it sends to clients that take zstd, parts as well, and has one tag for all of it. */
    volatile boolean codes;

    volatile UnaryOperator<Part> lie = part -> part;

    RangeOrigin(long lengthBytes) throws IOException {
        this.lengthBytes = lengthBytes;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The values of Range it was asked with, in order; {@code -} for none, {@code !} in front where there was an If-Range. */
    List<String> asked() {
        return asked;
    }

    /** From where it was asked: one for each connection. */
    Set<InetSocketAddress> clients() {
        return clients;
    }

    /** Bytes of content sent so far. */
    long sentBytes() {
        return sent.get();
    }

    /** The byte of a version at an offset. */
    static byte at(int version, long offset) {
        long mixed = (offset / 7 + version * 31L) * 0x9E3779B97F4A7C15L;
        return (byte) ((mixed >>> 56) + offset % 7);
    }

    static byte[] bytes(int version, long first, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = at(version, first + i);
        }
        return bytes;
    }

    private void answer(HttpExchange exchange) throws IOException {
        clients.add(exchange.getRemoteAddress());
        String range = exchange.getRequestHeaders().getFirst("Range");
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        String known = exchange.getRequestHeaders().getFirst("If-None-Match");
        asked.add((condition == null ? "" : "!") + (range == null ? "-" : range));
        Part part = lie.apply(part(range, condition));
        exchange.getResponseHeaders().set("Cache-Control", cacheControl);
        exchange.getResponseHeaders().set("Content-Type", "video/mp4");
        if (gzipped != null) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        if (codes
                && String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                        .contains("zstd")) {
            exchange.getResponseHeaders().set("Content-Encoding", "zstd");
            part = part.withLength(part.lengthBytes() / 2);
        }
        if (!part.etag().isEmpty()) {
            exchange.getResponseHeaders().set("ETag", part.etag());
        }
        if (ranges) {
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        }
        if (!part.contentRange().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Range", part.contentRange());
        }
        if (part.etag().equals(known)) {
            exchange.sendResponseHeaders(304, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(part.status(), part.lengthBytes() == 0 ? -1 : part.lengthBytes());
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            write(part, out);
        }
    }

    private void write(Part part, OutputStream out) throws IOException {
        for (long done = 0; done < part.lengthBytes(); done += CHUNK) {
            if (done >= breakAfter) {
                throw new IOException("broken off on purpose");
            }
            int count = (int) Math.min(CHUNK, part.lengthBytes() - done);
            int from = (int) (part.first() + done);
            byte[] coded = gzipped;
            out.write(
                    coded == null ? bytes(part.version(), from, count) : Arrays.copyOfRange(coded, from, from + count));
            sent.addAndGet(count);
        }
    }

    private Part part(String range, String condition) {
        int current = version;
        String etag = "\"v" + current + "\"";
        boolean whole = range == null || !ranges || (condition != null && !condition.equals(etag));
        if (whole) {
            return new Part(200, "", etag, 0, lengthBytes, current);
        }
        String[] ends = range.substring("bytes=".length()).split("-", -1);
        long first = ends[0].isEmpty() ? Math.max(0, lengthBytes - Long.parseLong(ends[1])) : Long.parseLong(ends[0]);
        long last = ends[0].isEmpty() || ends[1].isEmpty()
                ? lengthBytes - 1
                : Math.min(Long.parseLong(ends[1]), lengthBytes - 1);
        if (first > last) {
            return new Part(416, "bytes */" + lengthBytes, etag, 0, 0, current);
        }
        return new Part(206, "bytes " + first + "-" + last + "/" + lengthBytes, etag, first, last - first + 1, current);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
