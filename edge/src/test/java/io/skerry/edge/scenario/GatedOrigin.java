package io.skerry.edge.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An origin that answers only when and as far as the test says: each request waits until the test takes it. */
final class GatedOrigin implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final ServerSocket listener;
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final List<Socket> connections = new ArrayList<>();

    private GatedOrigin(ServerSocket listener) {
        this.listener = listener;
    }

    static GatedOrigin start() {
        try {
            GatedOrigin origin = new GatedOrigin(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(origin::accept);
            return origin;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The next request, in the order of arrival; fails when none comes. */
    Asked next() throws InterruptedException {
        return Objects.requireNonNull(asked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "the origin was not asked");
    }

    /** Whether nobody is waiting for an answer. */
    boolean isIdle() {
        return asked.isEmpty();
    }

    @Override
    public void close() {
        try {
            listener.close();
            synchronized (connections) {
                for (Socket connection : connections) {
                    connection.close();
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                synchronized (connections) {
                    connections.add(connection);
                }
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // That is how accepting ends.
        }
    }

    private void serve(Socket connection) {
        try {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            List<String> head = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    asked.add(new Asked(List.copyOf(head), connection.getOutputStream()));
                    head.clear();
                } else {
                    head.add(line);
                }
            }
        } catch (IOException left) {
            // The edge closed the connection.
        }
    }

    /**
     * One request, to be answered by the test.
     *
     * @param head its lines
     * @param out where the answer goes
     */
    record Asked(List<String> head, OutputStream out) {

        boolean has(String field) {
            String prefix = field.toLowerCase(Locale.ROOT) + ":";
            return head.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix));
        }

        /** Status line and fields, the latter one a line; the connection stays. */
        Asked head(String status, String... fields) {
            return write("HTTP/1.1 " + status + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n");
        }

        Asked write(String bytes) {
            try {
                out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                return this;
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }
}
