package io.skerry.cache.store.disk;

/** Where the content of a stored record is. */
sealed interface BodyPlace {

    /**
     * In the record, behind the head.
     *
     * @param lengthBytes of the content
     */
    record Inline(int lengthBytes) implements BodyPlace {}

    /**
     * In a file of its own.
     *
     * @param fileId names the file
     * @param lengthBytes of the content
     * @param trailerCrc checksum of the file's trailer: binds exactly this file to the record
     */
    record InFile(long fileId, long lengthBytes, int trailerCrc) implements BodyPlace {}
}
