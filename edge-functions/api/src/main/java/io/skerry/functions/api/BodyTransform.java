package io.skerry.functions.api;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Changes one body while it streams: bytes are pushed in, changed bytes are handed out.
 *
 * <p>An instance serves one response and is called by one thread at a time, first {@link #accept} for each chunk, then
 * {@link #finish} once; neither is called after an abort. What it holds back has to be bounded. An exception breaks the
 * response off: nothing of it is stored and the client sees a broken transfer; the log names the function and says why, and its
 * errors count one more.
 */
public interface BodyTransform {

    /**
     * Takes the next chunk.
     *
     * @param chunk read-only or not, to be consumed before the call returns; its memory may be reused afterwards
     * @param out takes bytes that are ready, until the call returns and on its thread; a buffer handed out must not share memory with {@code chunk} unless it is
     *     consumed within the call, which every {@code out} given by the edge does
     */
    void accept(ByteBuffer chunk, Consumer<ByteBuffer> out);

    /**
     * Hands out what was held back, after the last chunk.
     *
     * @param out takes the rest
     */
    void finish(Consumer<ByteBuffer> out);
}
