package io.skerry.edge.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A connection of HTTP/2 whose heads are written field by field, as no client library would. Reads nothing unless it is told to. */
final class RawStreams implements AutoCloseable {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int MOST_IN_A_FRAME = 16_384;
    private static final int END_STREAM = 0x1;
    private static final int END_HEADERS = 0x4;

    private final SSLSocket socket;
    private int nextStream = 1;

    private RawStreams(SSLSocket socket) {
        this.socket = socket;
    }

    static RawStreams to(int port) {
        RawStreams streams = silent(port);
        streams.write(PREFACE);
        streams.frame(SETTINGS, 0, 0, new byte[0]);
        return streams;
    }

    /** One that was agreed upon, on which nothing is said. */
    static RawStreams silent(int port) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new RawStreams(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A request without content: names and values by turns, each shorter than 127 bytes. */
    RawStreams request(String... fields) {
        return head(END_STREAM | END_HEADERS, fields);
    }

    /** The head of a request with content. */
    RawStreams open(String... fields) {
        return head(END_HEADERS, fields);
    }

    private RawStreams head(int flags, String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            // RFC 7541 6.2.2: a literal that is not indexed, with a new name.
            block.write(0);
            literal(block, fields[i]);
            literal(block, fields[i + 1]);
        }
        headFrames(flags, block.toByteArray());
        nextStream += 2;
        return this;
    }

    private void headFrames(int flags, byte[] block) {
        int length = Math.min(block.length, MOST_IN_A_FRAME);
        boolean more = length < block.length;
        frame(HEADERS, more ? flags & ~END_HEADERS : flags, nextStream, Arrays.copyOf(block, length));
        for (int from = length; more; from += length) {
            length = Math.min(block.length - from, MOST_IN_A_FRAME);
            more = from + length < block.length;
            frame(CONTINUATION, more ? 0 : END_HEADERS, nextStream, Arrays.copyOfRange(block, from, from + length));
        }
    }

    /** Content of the newest stream. */
    RawStreams content(String text) {
        return content(0, text);
    }

    /** The last of its content. */
    RawStreams end(String text) {
        return content(END_STREAM, text);
    }

    private RawStreams content(int flags, String text) {
        frame(DATA, flags, nextStream - 2, text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Opens the window of the newest stream by nothing, for which a stream is reset (RFC 9113 6.9). */
    RawStreams fault() {
        frame(WINDOW_UPDATE, 0, nextStream - 2, new byte[4]);
        return this;
    }

    /** What comes until the server closes. */
    byte[] untilClosed(Duration longest) {
        try {
            socket.setSoTimeout(Math.toIntExact(longest.toMillis()));
            return socket.getInputStream().readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void literal(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        block.write(bytes.length);
        block.writeBytes(bytes);
    }

    private void frame(int type, int flags, int stream, byte[] payload) {
        byte[] frame = new byte[9 + payload.length];
        frame[1] = (byte) (payload.length >> 8);
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        frame[7] = (byte) (stream >> 8);
        frame[8] = (byte) stream;
        System.arraycopy(payload, 0, frame, 9, payload.length);
        write(frame);
    }

    private void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
