package io.skerry.edge.accesslog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of UTF-8 that lines are formatted into and written from. One thread. */
final class LineBuffer {

    private static final int KEPT = 256 * 1024;
    private static final boolean[] PLAIN = new boolean[0x7f];

    static {
        for (int c = 0x20; c < 0x7f; c++) {
            PLAIN[c] = c != '"' && c != '\\';
        }
    }

    private final char[] chars = new char[512];
    private byte[] bytes = new byte[32 * 1024];
    private int length;

    int length() {
        return length;
    }

    LineBuffer put(byte value) {
        room(1);
        bytes[length++] = value;
        return this;
    }

    /** Appends text that is ASCII and needs no escape. */
    @SuppressWarnings("deprecation") // for ASCII it does what is wanted, and is a copy of an array
    LineBuffer ascii(String text) {
        int count = text.length();
        room(count);
        text.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    /**
     * Appends as much of a text's beginning as is printable ASCII without quote and backslash: nearly always all of it, but never
     * more than fits the buffer of characters (a copy and a loop over arrays costs a third of a loop over the text).
     *
     * @return how many characters that was
     */
    int plain(String text, int count) {
        room(count);
        int most = Math.min(count, chars.length);
        text.getChars(0, most, chars, 0);
        byte[] to = bytes;
        int start = length;
        int taken = 0;
        while (taken < most && chars[taken] < 0x7f && PLAIN[chars[taken]]) {
            to[start + taken] = (byte) chars[taken];
            taken++;
        }
        length = start + taken;
        return taken;
    }

    LineBuffer number(long value) {
        if (value < 0) {
            return ascii(Long.toString(value));
        }
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        room(digits);
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Appends a code point that is not a lone surrogate, as UTF-8. */
    LineBuffer codePoint(int value) {
        if (value < 0x80) {
            return put((byte) value);
        }
        byte[] encoded = Character.toString(value).getBytes(StandardCharsets.UTF_8);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
    }

    /** Writes everything in one call, so that lines of other writers of the stream stay between ours, and empties itself. */
    void writeTo(OutputStream out) throws IOException {
        try {
            out.write(bytes, 0, length);
            out.flush();
        } finally {
            clear();
        }
    }

    /** Takes back what was appended after a length. */
    void cutTo(int earlierLength) {
        length = Math.min(length, earlierLength);
    }

    private void clear() {
        length = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[32 * 1024];
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
