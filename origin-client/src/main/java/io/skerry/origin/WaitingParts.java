package io.skerry.origin;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a content that nobody asked for yet.
 *
 * <p>They are copied out of the network's buffers, so that a reader who forgets them leaks nothing. A first part stays where it was
 * received until {@link #readEnded}: if it is all there is, it may be {@linkplain #only lent} to somebody who sends it on at once.
 */
final class WaitingParts {

    private final ArrayDeque<Buffer> copied = new ArrayDeque<>(2);
    /** The only part, still in the network's buffer, of which this holds a reference. */
    private @Nullable ByteBuf received;

    /** Adds a part, which is the connection's again when this returns. */
    void add(Buffer part) {
        ByteBuf bytes = ((BufferInternal) part).unwrap().retain();
        if (isEmpty()) {
            received = bytes;
        } else {
            readEnded();
            copied.add(BufferInternal.safeBuffer(bytes));
        }
    }

    boolean isEmpty() {
        return received == null && copied.isEmpty();
    }

    /** What was read at once has been added. */
    void readEnded() {
        ByteBuf bytes = received;
        if (bytes != null) {
            received = null;
            // A copy; the reference is given up.
            copied.add(BufferInternal.safeBuffer(bytes));
        }
    }

    /** Takes the first part, which there is, out as a copy. */
    Buffer remove() {
        readEnded();
        return copied.remove();
    }

    /** Takes the only part out, if there is but one and it was received just now. */
    Optional<OriginBody.Whole> only() {
        ByteBuf bytes = received;
        if (bytes == null) {
            return Optional.empty();
        }
        received = null;
        return Optional.of(new OriginBody.Whole(BufferInternal.buffer(bytes), bytes::release));
    }

    /** Takes all parts out as one copy. */
    OriginBody.Whole joined() {
        readEnded();
        Buffer all = Buffer.buffer();
        copied.forEach(all::appendBuffer);
        copied.clear();
        return new OriginBody.Whole(all, () -> {});
    }

    /** Drops all parts. */
    void clear() {
        if (received != null) {
            received.release();
            received = null;
        }
        copied.clear();
    }
}
