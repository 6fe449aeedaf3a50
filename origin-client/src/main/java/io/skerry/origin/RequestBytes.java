package io.skerry.origin;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A request as HTTP/1.1 writes it (RFC 9112 3, 5, 7.1). What frames a message is written here and nowhere else. Pure.
 *
 * <p>What could end a line, or begin another, is refused: a name or a method that is no token, a target with a space or a control
 * character, a value with a control character (RFC 9110 5.5, RFC 9112 3.2).
 */
final class RequestBytes {

    private static final int ENOUGH_FOR_MOST = 512;

    /** What stands at the end of chunked content: the last chunk and no trailers. */
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** RFC 9110 5.6.2. */
    private static final boolean[] TOKEN_CHARACTERS = tokenCharacters();

    private static final byte[] LINE_END = {'\r', '\n'};

    private byte[] bytes = new byte[ENOUGH_FOR_MOST];
    private int length;

    private RequestBytes() {}

    private static boolean[] tokenCharacters() {
        boolean[] are = new boolean[128];
        for (char c : "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".toCharArray()) {
            are[c] = true;
        }
        return are;
    }

    /**
     * The head: the end-to-end fields, {@code Host} and the framing of the content.
     *
     * @param upgrade the protocol to ask for, or null
     * @throws IllegalArgumentException if a part of it cannot be written as it is
     */
    static byte[] head(RequestHead head, RequestBody body, String host, @Nullable String upgrade) {
        RequestBytes to = new RequestBytes();
        to.token(head.method().name());
        to.put(' ');
        to.target(head.target().pathAndQuery());
        to.text(" HTTP/1.1\r\n");
        to.line("Host", host);
        to.fields(HopByHop.strip(head.headers()));
        to.framing(head.method(), body);
        if (upgrade != null) {
            to.line("Connection", "Upgrade");
            to.line("Upgrade", upgrade);
        }
        to.put('\r');
        to.put('\n');
        return Arrays.copyOf(to.bytes, to.length);
    }

    /** What stands before a chunk of so many bytes; {@link #chunkEnd} stands behind it. */
    static byte[] chunkBegin(int size) {
        return (Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** What stands behind a chunk. */
    static byte[] chunkEnd() {
        return LINE_END.clone();
    }

    /** What stands behind the last chunk that has bytes. */
    static byte[] lastChunk() {
        return LAST_CHUNK.clone();
    }

    private void fields(Headers fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (!writtenHere(fields.name(i))) {
                line(fields.name(i), fields.value(i));
            }
        }
    }

    private static boolean writtenHere(String name) {
        // Expect: the edge answered it when it began to read the body. Asked of every field: the length excludes most.
        return switch (name.length()) {
            case 4 -> name.equalsIgnoreCase("Host");
            case 6 -> name.equalsIgnoreCase("Expect");
            case 14 -> name.equalsIgnoreCase("Content-Length");
            default -> false;
        };
    }

    private void framing(Method method, RequestBody body) {
        switch (body) {
            case RequestBody.None() -> {
                // RFC 9110 8.6: where a method anticipates content, its absence is said.
                if (anticipatesContent(method)) {
                    line("Content-Length", "0");
                }
            }
            case RequestBody.Streamed(var stream, OptionalLong declared) -> {
                if (declared.isPresent()) {
                    line("Content-Length", Long.toString(declared.getAsLong()));
                } else {
                    line("Transfer-Encoding", "chunked");
                }
            }
        }
    }

    private static boolean anticipatesContent(Method method) {
        return switch (method.name()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
    }

    private void line(String name, String value) {
        token(name);
        put(':');
        put(' ');
        value(value);
        put('\r');
        put('\n');
    }

    private void token(String token) {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("an empty name");
        }
        reserve(token.length());
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (!tokenCharacter(c)) {
                throw new IllegalArgumentException("no token: " + visible(token));
            }
            bytes[length++] = (byte) c;
        }
    }

    private static boolean tokenCharacter(char c) {
        return c < TOKEN_CHARACTERS.length && TOKEN_CHARACTERS[c];
    }

    private void target(String target) {
        if (target.isEmpty()) {
            throw new IllegalArgumentException("an empty target");
        }
        reserve(target.length());
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException("no target: " + visible(target));
            }
            bytes[length++] = (byte) c;
        }
    }

    private void value(String value) {
        reserve(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException("no value: " + visible(value));
            }
            // A field is Latin-1 on the wire; the low half of another character could be a line's end.
            bytes[length++] = c > 0xff ? (byte) '?' : (byte) c;
        }
    }

    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private void text(String ascii) {
        reserve(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    private void put(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
