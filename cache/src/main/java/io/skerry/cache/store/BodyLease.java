package io.skerry.cache.store;

import java.util.OptionalLong;

/**
 * One reader's hold on the content of a response, stored or still arriving. While it is open the bytes stay valid.
 *
 * <p>Used by one thread at a time; closed exactly once, on every path.
 */
public interface BodyLease extends AutoCloseable {

    /** The whole length in bytes; empty while a body of undeclared length is still arriving. */
    OptionalLong lengthBytes();

    /**
     * The next bytes from an offset.
     *
     * @param offset where to read, 0 to the length
     * @param maxBytes at most so many, more than 0
     */
    BodyRead read(long offset, int maxBytes);

    /** Whether only a reader that never goes back can rely on it: what is arriving may go on in a window. */
    default boolean forwardsOnly() {
        return false;
    }

    /** Gives the bytes back. Closing twice is a defect that tests detect. */
    @Override
    void close();
}
