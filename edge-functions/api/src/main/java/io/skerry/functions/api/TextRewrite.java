package io.skerry.functions.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
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

    private final byte[] open;
    private final byte[] close;
    private final Charset charset;
    private final java.util.function.Function<String, Optional<String>> replacement;

    /** Bytes of a possible token, from its first byte on; empty while outside. */
    private final byte[] held;

    private int heldLength;

    private TextRewrite(
            byte[] open,
            byte[] close,
            Charset charset,
            java.util.function.Function<String, Optional<String>> replacement) {
        this.open = open;
        this.close = close;
        this.charset = charset;
        this.replacement = replacement;
        this.held = new byte[open.length + MAX_NAME_BYTES + close.length];
    }

    /**
     * Makes transforms that replace what stands between two marks, the marks included.
     *
     * @param open the opening mark, not empty
     * @param close the closing mark, not empty
     * @param charset of the text
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
        byte[] openBytes = open.getBytes(charset);
        byte[] closeBytes = close.getBytes(charset);
        return () -> new TextRewrite(openBytes, closeBytes, charset, replacement);
    }

    @Override
    public void accept(ByteBuffer chunk, Consumer<ByteBuffer> out) {
        ByteArrayOutputStream ready = new ByteArrayOutputStream(chunk.remaining() + heldLength);
        while (chunk.hasRemaining()) {
            step(chunk.get(), ready);
        }
        emit(ready, out);
    }

    @Override
    public void finish(Consumer<ByteBuffer> out) {
        ByteArrayOutputStream ready = new ByteArrayOutputStream(heldLength);
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
