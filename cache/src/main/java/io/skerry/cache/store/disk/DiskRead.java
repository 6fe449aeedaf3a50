package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.memory.PieceChain;

/** The outcome of reading a stored response from disk. */
public sealed interface DiskRead {

    /**
     * A response small enough to be in memory as a whole; verified.
     *
     * @param head its head
     * @param content its content; the receiver gives it back
     * @param place where it is, in the disk tier's own terms
     */
    record Small(StoredHead head, PieceChain content, Object place) implements DiskRead {}

    /**
     * A response whose content is read slice by slice.
     *
     * @param response open; the receiver closes it
     */
    record Large(StoredResponse response) implements DiskRead {}

    /** Not there, not to be used, or not to be had now. */
    record Gone() implements DiskRead {}
}
