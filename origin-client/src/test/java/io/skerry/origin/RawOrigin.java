package io.skerry.origin;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An origin that says exactly what a script tells it to, lies included. */
final class RawOrigin implements AutoCloseable {

    /** A whole answer of two bytes. */
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ServerSocket listener;
    private final Script script;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger resets = new AtomicInteger();

    /** What to do with a connection; it is closed afterwards. */
    interface Script {
        void play(Peer peer) throws IOException;
    }

    /** One connection, seen from the origin. */
    final class Peer {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            this.out = socket.getOutputStream();
        }

        /** The next request head, or an empty text when the client has closed. */
        String readHead() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = in.read();
                if (octet < 0) {
                    return "";
                }
                head.append((char) octet);
            }
            heads.add(head.toString());
            return head.toString();
        }

        /** Reads so many bytes, fewer only if the client ends. */
        long read(long bytes) throws IOException {
            long seen = 0;
            byte[] buffer = new byte[64 * 1024];
            while (seen < bytes) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, bytes - seen));
                if (count < 0) {
                    break;
                }
                seen += count;
            }
            return seen;
        }

        Peer write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return this;
        }

        Peer write(byte[] bytes) throws IOException {
            out.write(bytes);
            return this;
        }

        /** Says that nothing follows. */
        void end() throws IOException {
            socket.shutdownOutput();
        }

        /** Ends the connection with a RST. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Blocks until the client closes or resets. */
        void awaitClose() {
            try {
                while (in.read() >= 0) {
                    // whatever it still sends
                }
            } catch (IOException reset) {
                resets.incrementAndGet();
            }
        }
    }

    private RawOrigin(Script script) {
        this(script, "127.0.0.1");
    }

    private RawOrigin(Script script, String address) {
        this.script = script;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getByName(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    static RawOrigin playing(Script script) {
        return new RawOrigin(script);
    }

    /** An origin that answers every connection's first request with these bytes and closes. */
    static RawOrigin answering(String bytes) {
        return new RawOrigin(peer -> {
            peer.readHead();
            peer.write(bytes);
        });
    }

    /** An origin that answers every request of a connection with {@link #OK}. */
    static RawOrigin serving() {
        return at("127.0.0.1");
    }

    /** The same, at another address than its {@link #target} says. */
    static RawOrigin at(String address) {
        return new RawOrigin(
                peer -> {
                    while (!peer.readHead().isEmpty()) {
                        peer.write(OK);
                    }
                },
                address);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                accepted.add(socket);
                Thread.ofVirtual().start(() -> play(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void play(Socket socket) {
        try (socket) {
            script.play(new Peer(socket));
        } catch (IOException gone) {
            resets.incrementAndGet();
        }
    }

    OriginTarget target(int weight) {
        return target(weight, null);
    }

    OriginTarget target(int weight, @Nullable String label) {
        return OriginTarget.of(URI.create("http://127.0.0.1:" + listener.getLocalPort()), weight, label);
    }

    OriginTarget target() {
        return target(1);
    }

    int connections() {
        return accepted.size();
    }

    List<String> heads() {
        return heads;
    }

    /** A target nobody listens at. */
    static OriginTarget nobody() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return OriginTarget.of(URI.create("http://127.0.0.1:" + socket.getLocalPort()), 1, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }
}
