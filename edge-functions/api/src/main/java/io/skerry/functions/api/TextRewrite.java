package io.skerry.functions.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Replaces tokens such as <code>{{price:17}}</code> in a text while it streams.
 *
 * <p>Tokens may straddle chunks. At most one opening, {@value #MAX_NAME_BYTES} bytes of name and one closing are held
 * back; what does not close within that is no token and is passed on as it is.
 */
public final class TextRewrite implements BodyTransform {

    /** The longest text between opening and closing, in bytes. */
    public static final int MAX_NAME_BYTES = 256;

    private static final int BYTE_ORDER_MARK = 0xfeff;
    private static final int SWAPPED_MARK = 0xfffe;

    private final String opening;
    private final String closing;
    private final java.util.function.Function<String, Optional<String>> replacement;

    private Charset charset;
    private byte[] open;
    private byte[] close;

    /** The first byte of the text, until the second tells whether they are a byte order mark; -1 before, or when that is known. */
    private int first = -1;

    private boolean begun;

    /** Bytes of a possible token, from its first byte on; empty while outside. */
    private byte[] held;

    private int heldLength;

    private TextRewrite(
            String opening,
            String closing,
            Charset charset,
            java.util.function.Function<String, Optional<String>> replacement) {
        this.opening = opening;
        this.closing = closing;
        this.charset = charset;
        this.replacement = replacement;
        this.open = opening.getBytes(charset);
        this.close = closing.getBytes(charset);
        this.held = new byte[open.length + MAX_NAME_BYTES + close.length];
    }

    /** What the text is written in, whatever its type says of that: the mark has the last word (WHATWG Encoding 6). */
    private void write(Charset found) {
        charset = found;
        open = opening.getBytes(found);
        close = closing.getBytes(found);
        held = new byte[open.length + MAX_NAME_BYTES + close.length];
    }

    /**
     * Makes transforms that replace what stands between two marks, the marks included.
     *
     * @param open the opening mark, not empty
     * @param close the closing mark, not empty
     * @param charset of the text, unless that begins with the byte order mark of UTF-16; UTF-16 without one is little-endian
     * @param replacement gets the text between the marks; empty leaves the token as it is
     * @return to be given to {@link EdgeResponse#transformed}
     */
    public static Supplier<BodyTransform> between(
            String open,
            String close,
            Charset charset,
            java.util.function.Function<String, Optional<String>> replacement) {
        if (open.isEmpty() || close.isEmpty()) {
            throw new IllegalArgumentException("both marks have at least one character");
        }
        // With UTF-16 the JDK writes a mark before each piece.
        Charset plain = charset.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16LE : charset;
        return () -> new TextRewrite(open, close, plain, replacement);
    }

    @Override
    public void accept(ByteBuffer chunk, Consumer<ByteBuffer> out) {
        ByteArrayOutputStream ready = new ByteArrayOutputStream(chunk.remaining() + heldLength);
        while (chunk.hasRemaining()) {
            byte next = chunk.get();
            if (begun) {
                step(next, ready);
            } else {
                begin(next, ready);
            }
        }
        emit(ready, out);
    }

    private void begin(byte next, ByteArrayOutputStream ready) {
        if (first < 0) {
            first = next & 0xff;
            return;
        }
        int mark = (first << 8) | (next & 0xff);
        if (mark == BYTE_ORDER_MARK || mark == SWAPPED_MARK) {
            write(mark == BYTE_ORDER_MARK ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
        }
        begun = true;
        step((byte) first, ready);
        step(next, ready);
    }

    @Override
    public void finish(Consumer<ByteBuffer> out) {
        ByteArrayOutputStream ready = new ByteArrayOutputStream(heldLength);
        if (!begun && first >= 0) {
            ready.write(first);
        }
        ready.write(held, 0, heldLength);
        heldLength = 0;
        emit(ready, out);
    }

    private static void emit(ByteArrayOutputStream ready, Consumer<ByteBuffer> out) {
        if (ready.size() > 0) {
            out.accept(ByteBuffer.wrap(ready.toByteArray()));
        }
    }

    private void step(byte next, ByteArrayOutputStream ready) {
        if (heldLength == 0 && next != open[0]) {
            ready.write(next);
            return;
        }
        held[heldLength++] = next;
        if (heldLength <= open.length) {
            if (next != open[heldLength - 1]) {
                release(ready);
            }
        } else if (endsWithClose()) {
            replace(ready);
        } else if (heldLength == held.length) {
            release(ready);
        }
    }

    private boolean endsWithClose() {
        int closeStart = heldLength - close.length;
        return closeStart >= open.length && Arrays.equals(held, closeStart, heldLength, close, 0, close.length);
    }

    private void replace(ByteArrayOutputStream ready) {
        String name = new String(held, open.length, heldLength - open.length - close.length, charset);
        byte[] text = replacement
                .apply(name)
                .map(found -> found.getBytes(charset))
                .orElseGet(() -> Arrays.copyOf(held, heldLength));
        heldLength = 0;
        ready.writeBytes(text);
    }

    /** The held bytes are no token: the first goes out, the others may begin one. */
    private void release(ByteArrayOutputStream ready) {
        byte[] again = Arrays.copyOf(held, heldLength);
        heldLength = 0;
        ready.write(again[0]);
        for (int i = 1; i < again.length; i++) {
            step(again[i], ready);
        }
    }
}
