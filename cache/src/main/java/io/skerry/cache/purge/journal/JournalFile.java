package io.skerry.cache.purge.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The few file operations of the journal, so that tests can make each of them fail. Used by one thread. */
public interface JournalFile extends Closeable {

    /** The length in bytes. */
    long size() throws IOException;

    /** Reads into what remains of {@code into}; at the end of the file fewer bytes, or none. */
    void read(ByteBuffer into, long position) throws IOException;

    /** Writes all that remains of {@code from}. */
    void write(ByteBuffer from, long position) throws IOException;

    /** Returns when everything written is on the device. */
    void sync() throws IOException;

    /** Cuts the file to a length. */
    void truncate(long length) throws IOException;
}
