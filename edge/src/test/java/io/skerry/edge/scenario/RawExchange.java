package io.skerry.edge.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One request as bytes, and all that comes back: for hosts and methods that ordinary clients do not send. */
final class RawExchange {

    private static final int PATIENCE_MILLIS = 20_000;

    private RawExchange() {}

    /** Sends a request that asks for the connection to be closed; returns what the server sent until then. */
    static String send(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
