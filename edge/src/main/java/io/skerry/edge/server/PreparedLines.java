package io.skerry.edge.server;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.skerry.cache.message.Headers;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Field lines encoded once for many responses ({@link NettyAccess#prepared}): as HTTP/1 writes them, and as HTTP/2's compression looks
 * them up.
 *
 * <p>Immutable to those who use it. To Vert.x it is the empty value of a field that {@link PreparedResponses} never writes.
 */
public final class PreparedLines implements CharSequence {

    private static final int COLON_SPACE = 2;
    private static final int LINE_END = 2;

    private static final Map<String, AsciiString> COMMON = Stream.of(
                    "Age",
                    "Cache-Control",
                    "Cache-Status",
                    "Content-Encoding",
                    "Content-Length",
                    "Content-Type",
                    "Date",
                    "ETag",
                    "Expires",
                    "Last-Modified",
                    "Server",
                    "Vary",
                    "Via",
                    "X-Request-Id")
            .collect(Collectors.toUnmodifiableMap(name -> name, name -> new AsciiString(name).toLowerCase()));

    private final Headers headers;
    private final byte[] bytes;

    // Volatile, or another event loop could see entries of it that are not written yet.
    private volatile @Nullable Http2Headers http2;

    private PreparedLines(Headers headers, byte[] bytes) {
        this.headers = headers;
        this.bytes = bytes;
    }

    /** The lines of these fields; empty where one of them cannot be written as it is, and has to be refused where it is used. */
    public static Optional<PreparedLines> of(Headers headers) {
        int size = 0;
        for (int i = 0; i < headers.size(); i++) {
            if (!isName(headers.name(i)) || !isValue(headers.value(i))) {
                return Optional.empty();
            }
            size += headers.name(i).length() + COLON_SPACE + headers.value(i).length() + LINE_END;
        }
        return Optional.of(new PreparedLines(headers, encoded(headers, size)));
    }

    private static byte[] encoded(Headers headers, int size) {
        byte[] bytes = new byte[size];
        int at = 0;
        for (int i = 0; i < headers.size(); i++) {
            at = put(headers.name(i), bytes, at);
            bytes[at++] = ':';
            bytes[at++] = ' ';
            at = put(headers.value(i), bytes, at);
            bytes[at++] = '\r';
            bytes[at++] = '\n';
        }
        return bytes;
    }

    // The method of String that drops the upper halves of characters, which are zero here,
    // copies without looking at them.
    @SuppressWarnings("deprecation")
    private static int put(String text, byte[] bytes, int at) {
        text.getBytes(0, text.length(), bytes, at);
        return at + text.length();
    }

    /** A field's name as HTTP/2 writes it (RFC 9113 8.2); the same object again for the names that most responses have. */
    static AsciiString lowerCase(String name) {
        AsciiString common = COMMON.get(name);
        return common == null ? new AsciiString(name).toLowerCase() : common;
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!HeadSyntax.token(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0xff || c == 0x7f || (c < ' ' && c != '\t')) {
                return false;
            }
        }
        return true;
    }

    byte[] bytes() {
        return bytes;
    }

    /** For HTTP/2, made at the first use of it: names in lower case, hashes known. Its values lie in {@link #bytes}. */
    Http2Headers http2() {
        Http2Headers known = http2;
        if (known != null) {
            return known;
        }
        Http2Headers made = new DefaultHttp2Headers();
        int at = 0;
        for (int i = 0; i < headers.size(); i++) {
            int from = at + headers.name(i).length() + COLON_SPACE;
            int length = headers.value(i).length();
            made.add(lowerCase(headers.name(i)), new AsciiString(bytes, from, length, false));
            at = from + length + LINE_END;
        }
        http2 = made;
        return made;
    }

    @Override
    public int length() {
        return 0;
    }

    @Override
    public char charAt(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return "".subSequence(start, end);
    }

    @Override
    public String toString() {
        return "";
    }
}
