package io.skerry.edge.oracle;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes the origin's answers to one connection, right or wrong as they are meant to be. */
final class OriginWriter {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    private static final int PIECE = 16 * 1024;
    private static final long SLOW_MILLIS = 400;
    private static final int TRICKLED_PIECES = 20;
    private static final long TRICKLE_MILLIS = 1;

    private final Socket connection;
    private final OutputStream out;
    private final CountDownLatch closed;
    private final byte[] piece = new byte[PIECE + 1024];

    OriginWriter(Socket connection, CountDownLatch closed) throws IOException {
        this.connection = connection;
        this.out = connection.getOutputStream();
        this.closed = closed;
    }

    /** The answer to a POST; it names the version that it published. */
    boolean published(long version) throws IOException {
        out.write(latin("HTTP/1.1 204 No Content\r\nX-Oracle-Version: " + version + "\r\n\r\n"));
        return true;
    }

    /** Whether the connection can go on. */
    boolean answer(OriginAnswer answer) throws IOException, InterruptedException {
        if (answer.hasFault(OriginFault.SLOW) && closed.await(SLOW_MILLIS, TimeUnit.MILLISECONDS)) {
            return false;
        }
        if (answer.hasFault(OriginFault.NO_ANSWER)) {
            return false;
        }
        if (answer.hasFault(OriginFault.ANSWERS_503)) {
            out.write(latin("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"));
            return true;
        }
        if (answer.isNotModified()) {
            out.write(latin(head(answer, "304 Not Modified") + "\r\n"));
            return true;
        }
        if (answer.isHead()) {
            out.write(latin(head(answer, "200 OK") + framing(answer) + "\r\n"));
            return true;
        }
        return content(answer, latin(head(answer, "200 OK") + framing(answer) + "\r\n"));
    }

    private boolean content(OriginAnswer answer, byte[] head) throws IOException, InterruptedException {
        OracleContent content = answer.content();
        System.arraycopy(head, 0, piece, 0, head.length);
        int pending = head.length;
        int most =
                answer.hasFault(OriginFault.TRICKLES) ? Math.max(512, (int) (answer.sent() / TRICKLED_PIECES)) : PIECE;
        for (long offset = 0; offset < answer.sent(); ) {
            int count = (int) Math.min(Math.min(most, piece.length - pending - 32), answer.sent() - offset);
            pending = answer.isChunked()
                    ? chunk(content, offset, count, pending)
                    : plain(content, offset, count, pending);
            out.write(piece, 0, pending);
            pending = 0;
            offset += count;
            if (most < PIECE && closed.await(TRICKLE_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        out.write(piece, 0, pending);
        return ended(answer);
    }

    private int plain(OracleContent content, long offset, int count, int at) {
        content.copy(offset, piece, at, count);
        return at + count;
    }

    private int chunk(OracleContent content, long offset, int count, int at) {
        byte[] size = latin(Integer.toHexString(count) + "\r\n");
        System.arraycopy(size, 0, piece, at, size.length);
        content.copy(offset, piece, at + size.length, count);
        int end = at + size.length + count;
        piece[end] = '\r';
        piece[end + 1] = '\n';
        return end + 2;
    }

    private boolean ended(OriginAnswer answer) throws IOException {
        if (answer.hasFault(OriginFault.DIES_MID_BODY)) {
            out.flush();
            OracleOrigin.reset(connection);
            return false;
        }
        if (answer.hasFault(OriginFault.BREAKS_CHUNKING)) {
            out.write(latin("zz\r\n"));
            return false;
        }
        if (answer.isChunked()) {
            out.write(latin("0\r\n\r\n"));
            return true;
        }
        return answer.announced() == answer.content().length();
    }

    private static String head(OriginAnswer answer, String status) {
        OracleUrl url = answer.url();
        StringBuilder head = new StringBuilder(512).append("HTTP/1.1 ").append(status);
        field(head, "Date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
        field(head, "Cache-Control", answer.cacheControl());
        field(head, "X-Oracle-Version", Long.toString(answer.content().version()));
        field(head, "Cache-Tag", url.group() + "," + url.site() + "-all");
        if (url.is(Behaviour.VALIDATED)) {
            field(head, "ETag", OriginAnswer.entityTag(answer.content()));
        }
        if (url.is(Behaviour.VARY_LANGUAGE)) {
            field(head, "Vary", "Accept-Language");
        }
        if (url.is(Behaviour.COOKIE)) {
            field(head, "Set-Cookie", "oracle=" + answer.request().value("x-oracle-client"));
        }
        return head.append("\r\n").toString();
    }

    private static String framing(OriginAnswer answer) {
        StringBuilder framing = new StringBuilder("Content-Type: application/octet-stream");
        if (answer.isChunked()) {
            field(framing, "Transfer-Encoding", "chunked");
        } else {
            field(framing, "Content-Length", Long.toString(answer.announced()));
        }
        if (answer.announced() != answer.content().length()) {
            field(framing, "X-Oracle-Length", Long.toString(answer.announced()));
        }
        return framing.append("\r\n").toString();
    }

    private static void field(StringBuilder head, String name, String value) {
        head.append("\r\n").append(name).append(": ").append(value);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
