package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;

/** The outcome of decoding a record. */
sealed interface Decoded {

    /**
     * A record whose checksum is right and whose fields are in bounds.
     *
     * @param id under which it was stored
     * @param head the stored head
     * @param place where the content is
     * @param bodyOffset where an inline content starts in the record
     */
    record Entry(long id, StoredHead head, BodyPlace place, int bodyOffset) implements Decoded {}

    /**
     * Not a record that may be used.
     *
     * @param reason for the log
     */
    record Corrupt(String reason) implements Decoded {}
}
