package io.skerry.edge.pipeline.body;

import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Several ranges of a body as one content of type {@code multipart/byteranges} (RFC 9110 14.6), read from the body as they are asked
 * for: nothing but the lines between the parts is in memory.
 *
 * <p>Does not own the body. Confined to one event loop.
 */
public final class MultipartBody implements BodyLease {

    private static final SplittableRandom RANDOM = new SplittableRandom();

    /** A stretch of the content: text made here, or bytes of the body. */
    private sealed interface Stretch {

        /** Where it starts in the multipart content. */
        long start();

        long lengthBytes();

        record Text(long start, ByteBuffer bytes) implements Stretch {
            @Override
            public long lengthBytes() {
                return bytes.remaining();
            }
        }

        record Part(long start, ByteSpan span) implements Stretch {
            @Override
            public long lengthBytes() {
                return span.lengthBytes();
            }
        }
    }

    private final BodyLease body;
    private final String boundary;
    private final List<Stretch> stretches = new ArrayList<>();
    private long lengthBytes;
    private int at;

    /**
     * The parts in this order.
     *
     * @param body complete or arriving, of {@code completeBytes}
     * @param spans of it
     * @param contentType of the body, repeated in each part (RFC 9110 15.3.7.2)
     */
    public MultipartBody(BodyLease body, List<ByteSpan> spans, long completeBytes, Optional<String> contentType) {
        this.body = body;
        this.boundary = newBoundary();
        String type = contentType
                .map(value -> "\r\nContent-Type: " + value)
                .orElse("")
                .concat("\r\nContent-Range: ");
        for (ByteSpan span : spans) {
            // Before the first as well (RFC 9110 14.6, note 1): other servers send it, and zsync drops the line without
            // looking.
            text("\r\n--" + boundary + type + span.contentRange(completeBytes) + "\r\n\r\n");
            stretches.add(new Stretch.Part(lengthBytes, span));
            lengthBytes += span.lengthBytes();
        }
        text("\r\n--" + boundary + "--\r\n");
    }

    // A content that contains it would be cut by whoever reads it: 128 random bits occur in none that was made before.
    private static String newBoundary() {
        synchronized (RANDOM) {
            HexFormat hex = HexFormat.of();
            return "skerry-" + hex.toHexDigits(RANDOM.nextLong()) + hex.toHexDigits(RANDOM.nextLong());
        }
    }

    private void text(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        stretches.add(new Stretch.Text(lengthBytes, bytes.asReadOnlyBuffer()));
        lengthBytes += bytes.remaining();
    }

    /** The value of its {@code Content-Type}. */
    public String contentType() {
        return "multipart/byteranges; boundary=" + boundary;
    }

    @Override
    public OptionalLong lengthBytes() {
        return OptionalLong.of(lengthBytes);
    }

    @Override
    public BodyRead read(long offset, int maxBytes) {
        if (offset >= lengthBytes) {
            return BodyRead.END;
        }
        Stretch stretch = locate(offset);
        long within = offset - stretch.start();
        int count = (int) Math.min(maxBytes, stretch.lengthBytes() - within);
        return switch (stretch) {
            case Stretch.Text text -> new BodyRead.Bytes(text.bytes().slice((int) within, count), () -> {});
            case Stretch.Part part -> body.read(part.span().first() + within, count);
        };
    }

    /** Readers go forward: the stretch is the last one or close behind it. */
    private Stretch locate(long offset) {
        if (offset < stretches.get(at).start()) {
            at = 0;
        }
        Stretch stretch = stretches.get(at);
        while (offset >= stretch.start() + stretch.lengthBytes()) {
            stretch = stretches.get(++at);
        }
        return stretch;
    }

    /** Leaves the body to its owner. */
    @Override
    public void close() {}
}
