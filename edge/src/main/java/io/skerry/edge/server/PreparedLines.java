package io.skerry.edge.server;

import io.skerry.cache.message.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Field lines as HTTP/1 writes them, encoded once for many responses ({@link NettyAccess#prepared}).
 *
 * <p>Immutable. To Vert.x it is the empty value of a field that {@link PreparedResponses} never writes.
 */
public final class PreparedLines implements CharSequence {

    private final byte[] bytes;

    private PreparedLines(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The lines of these fields; empty where one of them cannot be written as it is, and has to be refused where it is used. */
    public static Optional<PreparedLines> of(Headers headers) {
        StringBuilder text = new StringBuilder(32 * headers.size());
        for (int i = 0; i < headers.size(); i++) {
            if (!isName(headers.name(i)) || !isValue(headers.value(i))) {
                return Optional.empty();
            }
            text.append(headers.name(i)).append(": ").append(headers.value(i)).append("\r\n");
        }
        return Optional.of(new PreparedLines(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(HeadSyntax::token);
    }

    private static boolean isValue(String value) {
        return value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t' || (c > 0x7f && c <= 0xff));
    }

    byte[] bytes() {
        return bytes;
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
