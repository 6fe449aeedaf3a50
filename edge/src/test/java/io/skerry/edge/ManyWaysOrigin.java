package io.skerry.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** An origin whose paths say how they are answered, in two parts with time between them; and one that switches protocols. */
final class ManyWaysOrigin implements AutoCloseable {

    private final HttpServer origin;
    private final ServerSocket sockets;

    ManyWaysOrigin() {
        try {
            origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            sockets = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        origin.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        origin.createContext("/", ManyWaysOrigin::answer);
        origin.start();
        Thread.ofVirtual().start(this::switching);
    }

    int port() {
        return origin.getAddress().getPort();
    }

    /** Of the one that switches protocols. */
    int socketsPort() {
        return sockets.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        origin.stop(0);
        sockets.close();
    }

    /** Switches protocols with everybody, sends five bytes, and reads until the end. */
    private void switching() {
        while (!sockets.isClosed()) {
            try {
                Socket one = sockets.accept();
                Thread.ofVirtual().start(() -> {
                    try (one) {
                        InputStream in = one.getInputStream();
                        StringBuilder head = new StringBuilder();
                        while (head.indexOf("\r\n\r\n") < 0) {
                            int next = in.read();
                            if (next < 0) {
                                return;
                            }
                            head.append((char) next);
                        }
                        one.getOutputStream()
                                .write(("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                                                + "Upgrade: websocket\r\nSec-WebSocket-Accept: y\r\n\r\nhello")
                                        .getBytes(StandardCharsets.US_ASCII));
                        in.readNBytes(5);
                    } catch (IOException gone) {
                        // The edge gave it up.
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void answer(HttpExchange asked) throws IOException {
        try (asked) {
            asked.getRequestBody().readAllBytes();
            String path = asked.getRequestURI().getPath();
            byte[] content = new byte[path.endsWith("/slices") ? 3_000_000 : path.endsWith("/text") ? 20_000 : 1_000];
            var head = asked.getResponseHeaders();
            if (path.endsWith("/none")) {
                head.add("Cache-Control", "no-store");
            } else {
                head.add(
                        "Cache-Control",
                        path.startsWith("/old") ? "max-age=0, stale-while-revalidate=60" : "max-age=60");
                head.add("ETag", "\"1\"");
            }
            if (asked.getRequestMethod().equals("POST")) {
                head.add("Content-Location", asked.getRequestURI().toString());
            }
            head.add("Content-Type", path.endsWith("/text") ? "text/plain" : "application/octet-stream");
            Thread.sleep(20);
            if (asked.getRequestHeaders().containsKey("If-None-Match")) {
                asked.sendResponseHeaders(304, -1);
                return;
            }
            if (asked.getRequestMethod().equals("HEAD")) {
                head.add("Content-Length", "" + content.length);
                asked.sendResponseHeaders(200, -1);
                return;
            }
            String range = asked.getRequestHeaders().getFirst("Range");
            if (range != null && path.endsWith("/slices")) {
                String[] ends = range.substring("bytes=".length()).split("-");
                int from = Integer.parseInt(ends[0]);
                int to = Math.min(content.length - 1, ends.length < 2 ? content.length : Integer.parseInt(ends[1]));
                head.add("Content-Range", "bytes " + from + "-" + to + "/" + content.length);
                asked.sendResponseHeaders(206, to + 1 - from);
                asked.getResponseBody().write(content, from, to + 1 - from);
                return;
            }
            asked.sendResponseHeaders(200, content.length);
            asked.getResponseBody().write(content, 0, content.length / 2);
            asked.getResponseBody().flush();
            Thread.sleep(5);
            asked.getResponseBody().write(content, content.length / 2, content.length - content.length / 2);
        } catch (IOException | InterruptedException left) {
            // The edge gave it up.
        }
    }
}
