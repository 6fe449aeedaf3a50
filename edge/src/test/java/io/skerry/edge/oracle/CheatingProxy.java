package io.skerry.edge.oracle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A small cache in front of the oracle's origin that makes one kind of mistake; the oracle must find it. */
final class CheatingProxy implements AutoCloseable {

    private final Cheat cheat;
    private final OracleOrigin origin;
    private final ServerSocket listener;
    private final Map<String, Stored> store = new ConcurrentHashMap<>();
    private final Map<String, Stored> purged = new ConcurrentHashMap<>();

    CheatingProxy(Cheat cheat, OracleOrigin origin) throws IOException {
        this.cheat = cheat;
        this.origin = origin;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    /** Removes everything that is stored, or says so. */
    void purge() {
        purged.putAll(store);
        if (cheat != Cheat.FORGETS_PURGES) {
            store.clear();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // That is how accepting ends.
        }
    }

    private void serve(Socket client) {
        try (client) {
            WireInput in = new WireInput(client.getInputStream());
            Optional<WireHead> request = in.head();
            while (request.isPresent()) {
                client.getOutputStream().write(answer(request.get()));
                request = in.head();
            }
        } catch (IOException broken) {
            // The client sees the connection end, as it should when the origin breaks off.
        }
    }

    private byte[] answer(WireHead request) throws IOException {
        String key = key(request);
        Stored stored = store.get(key);
        if (stored == null) {
            stored = fetch(request);
            if (mayStore(request, stored)) {
                store.put(key, stored);
            }
        }
        return damaged(stored, Optional.ofNullable(purged.get(key)));
    }

    private String key(WireHead request) {
        String host = cheat == Cheat.SHARES_SITES ? "" : request.value("host");
        String language = cheat == Cheat.IGNORES_VARY ? "" : request.value("accept-language");
        return host + request.part(1) + language;
    }

    private boolean mayStore(WireHead request, Stored response) {
        String control = response.head.value("cache-control");
        boolean personal = control.contains("private") || control.contains("no-store");
        boolean credentials = !request.value("authorization").isEmpty();
        boolean cookie = !response.head.value("set-cookie").isEmpty();
        return (!personal || cheat == Cheat.SHARES_PRIVATE)
                && (!credentials || cheat == Cheat.SHARES_AUTHORIZED)
                && (!cookie || cheat == Cheat.SHARES_COOKIES);
    }

    private Stored fetch(WireHead request) throws IOException {
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), origin.port())) {
            String fields = request.fields().stream()
                    .map(f -> f.name() + ": " + f.value() + "\r\n")
                    .collect(Collectors.joining());
            connection.getOutputStream().write(latin(request.startLine() + "\r\n" + fields + "\r\n"));
            WireInput in = new WireInput(connection.getInputStream());
            WireHead head = in.head().orElseThrow(() -> new IOException("no answer"));
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            in.content(head, body::write);
            return new Stored(head, body.toByteArray());
        }
    }

    private byte[] damaged(Stored stored, Optional<Stored> older) {
        byte[] body = stored.body.clone();
        switch (cheat) {
            case FLIPS_A_BIT -> body[body.length / 2] ^= 1;
            case MIXES_VERSIONS ->
                older.ifPresent(
                        old -> System.arraycopy(old.body, 0, body, 0, Math.min(old.body.length, body.length) / 2));
            case KEEPS_THE_OLD_HEAD -> {
                return message(older.orElse(stored).head, body);
            }
            case CUTS_CLEANLY -> {
                return message(stored.head, java.util.Arrays.copyOf(body, body.length - 300));
            }
            case NONE,
                    FORGETS_PURGES,
                    SHARES_SITES,
                    IGNORES_VARY,
                    SHARES_PRIVATE,
                    SHARES_AUTHORIZED,
                    SHARES_COOKIES -> {}
        }
        return message(stored.head, body);
    }

    private static byte[] message(WireHead head, byte[] body) {
        String fields = head.fields().stream()
                .filter(f -> !f.name().equals("content-length") && !f.name().equals("transfer-encoding"))
                .map(f -> f.name() + ": " + f.value() + "\r\n")
                .collect(Collectors.joining());
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(latin(head.startLine() + "\r\n" + fields + "Content-Length: " + body.length + "\r\n\r\n"));
        message.writeBytes(body);
        return message.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final class Stored {
        private final WireHead head;
        private final byte[] body;

        Stored(WireHead head, byte[] body) {
            this.head = head;
            this.body = body;
        }
    }

    /** The mistakes. */
    enum Cheat {
        NONE,
        FLIPS_A_BIT,
        MIXES_VERSIONS,
        KEEPS_THE_OLD_HEAD,
        CUTS_CLEANLY,
        FORGETS_PURGES,
        SHARES_SITES,
        IGNORES_VARY,
        SHARES_PRIVATE,
        SHARES_AUTHORIZED,
        SHARES_COOKIES
    }
}
