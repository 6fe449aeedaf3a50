package io.skerry.cache.store;

import io.skerry.cache.entry.StoredHead;

/** Sees stored responses one after the other. */
public interface StoreVisitor {

    /** Whether to go on; asked before each response. */
    boolean goesOn();

    /**
     * One stored response.
     *
     * @param head as stored; not judged against the purge log
     * @param lengthBytes of its content
     */
    void visit(StoredHead head, long lengthBytes);
}
