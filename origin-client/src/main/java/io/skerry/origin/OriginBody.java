package io.skerry.origin;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The content of an origin's answer while it arrives.
 *
 * <p>Paused when received: nothing is read from the network beyond one small queue until {@link #resume} or {@link #fetch}. It ends
 * exactly once, and a broken transfer never ends {@link BodyEnd.Complete}. Used on the context {@link OriginClient#send} was called
 * on. Whoever receives it reads it to its end or cancels it; otherwise its connection stays busy until a time-out.
 */
public interface OriginBody {

    /** The length the origin declared; empty for chunked and connection-delimited content. */
    OptionalLong declaredBytes();

    /** Who receives the bytes. The buffers are the receiver's to keep. Set before the first {@link #resume} or {@link #fetch}. */
    OriginBody handler(Consumer<Buffer> receiver);

    /**
     * All of the content, if it has arrived already and none of it was handed over. It counts as handed over then, and {@link #end} is
     * {@link BodyEnd.Complete}.
     *
     * @return empty if it has to be received part by part; it may always be
     */
    default Optional<Whole> whole() {
        return Optional.empty();
    }

    /**
     * All of a content.
     *
     * @param bytes perhaps in the network's own buffer, which is not copied
     * @param release runs exactly once, when nobody reads the bytes any more; on the event loop they came on
     */
    record Whole(Buffer bytes, Runnable release) {}

    /** Stops the flow; the network follows as soon as the small queue is full. */
    OriginBody pause();

    /** Lets everything flow. */
    OriginBody resume();

    /** Lets {@code buffers} more through, then pauses. */
    OriginBody fetch(long buffers);

    /** How it ended; never fails as a future. Completes after the last buffer was handed over. */
    Future<BodyEnd> end();

    /** Gives the rest up: the connection is reset and {@link #end} says {@code CANCELLED}. Harmless once it has ended. */
    void cancel();
}
