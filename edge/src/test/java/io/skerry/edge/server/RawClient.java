package io.skerry.edge.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told to. */
final class RawClient implements AutoCloseable {

    private final Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private RawClient(Socket socket) {
        this.socket = socket;
    }

    static RawClient to(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            return new RawClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Reads until the server closes or resets; fails after so many milliseconds without a byte. */
    String untilClosed(int patienceMillis) {
        try {
            socket.setSoTimeout(patienceMillis);
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                received.write(buffer, 0, count);
            }
        } catch (SocketTimeoutException open) {
            throw new AssertionError("still open after: " + text(), open);
        } catch (IOException reset) {
            return text();
        }
        return text();
    }

    /** Reads until the text has been seen so many times. */
    String until(String wanted, int times) {
        try {
            socket.setSoTimeout(10_000);
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[16 * 1024];
            while (occurrences(text(), wanted) < times) {
                int count = in.read(buffer);
                if (count < 0) {
                    throw new AssertionError("closed after: " + text());
                }
                received.write(buffer, 0, count);
            }
            return text();
        } catch (IOException e) {
            throw new AssertionError("broken after: " + text(), e);
        }
    }

    /** So many bytes, then no more are read. */
    void readAtMost(int bytes) {
        try {
            byte[] read = socket.getInputStream().readNBytes(bytes);
            received.write(read, 0, read.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int occurrences(String text, String wanted) {
        int count = 0;
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length())) {
            count++;
        }
        return count;
    }

    private String text() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
