package io.skerry.edge.oracle;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads HTTP/1.1 messages from a socket, strictly. One thread. */
final class WireInput {

    private static final int MAX_LINE = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[32 * 1024];
    private int position;
    private int limit;

    WireInput(InputStream in) {
        this.in = in;
    }

    /** The next head; empty where the other side closed instead. */
    Optional<WireHead> head() throws IOException {
        if (position == limit && !more()) {
            return Optional.empty();
        }
        String startLine = line();
        List<WireHead.Field> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new WireException("not a field line: " + line);
            }
            fields.add(new WireHead.Field(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip()));
        }
        return Optional.of(new WireHead(startLine, fields));
    }

    /** Hands the content that a head announces to a sink; throws where it ends before its end. */
    void content(WireHead head, Sink sink) throws IOException {
        if (head.isChunked()) {
            chunks(sink);
            return;
        }
        String length = head.value("content-length");
        if (!length.isEmpty()) {
            bytes(Long.parseLong(length), sink);
            return;
        }
        while (position < limit || more()) {
            give(limit - position, sink);
        }
    }

    private void chunks(Sink sink) throws IOException {
        while (true) {
            String size = line();
            long count = chunkSize(size);
            if (count == 0) {
                trailers();
                return;
            }
            bytes(count, sink);
            if (!line().isEmpty()) {
                throw new WireException("no line end after a chunk");
            }
        }
    }

    private void trailers() throws IOException {
        String line = line();
        while (!line.isEmpty()) {
            line = line();
        }
    }

    private static long chunkSize(String line) throws WireException {
        try {
            int extension = line.indexOf(';');
            return Long.parseLong(extension < 0 ? line : line.substring(0, extension), 16);
        } catch (NumberFormatException malformed) {
            throw new WireException("not a chunk size: " + line, malformed);
        }
    }

    private void bytes(long count, Sink sink) throws IOException {
        long left = count;
        while (left > 0) {
            if (position == limit && !more()) {
                throw new EOFException("closed " + left + " bytes before the end");
            }
            int step = (int) Math.min(left, limit - position);
            give(step, sink);
            left -= step;
        }
    }

    private void give(int count, Sink sink) throws IOException {
        int from = position;
        position += count;
        sink.take(buffer, from, count);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        while (true) {
            if (position == limit && !more()) {
                throw new EOFException("closed inside a line");
            }
            byte next = buffer[position++];
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(next);
            if (line.size() > MAX_LINE) {
                throw new WireException("a line without an end");
            }
        }
    }

    private boolean more() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(read, 0);
        return read > 0;
    }

    /** Takes content as it arrives. */
    interface Sink {

        /** Looks at bytes, which are not kept. */
        void take(byte[] bytes, int from, int count) throws IOException;
    }

    /** The other side does not speak HTTP/1.1. */
    static final class WireException extends IOException {
        WireException(String message) {
            super(message);
        }

        WireException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
