package io.skerry.cache.purge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A journal's file in memory, of which each operation can be made to fail. */
final class MemoryFile implements JournalFile {

    byte[] bytes;
    int writableBytes = Integer.MAX_VALUE;
    boolean syncFails;
    boolean truncateFails;
    boolean closed;

    MemoryFile(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The file of a journal without records. */
    static MemoryFile fresh(long incarnation) {
        return new MemoryFile(JournalHeader.ofNew(incarnation, 1).encode().array());
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(ByteBuffer into, long position) {
        int count = Math.min(into.remaining(), bytes.length - (int) position);
        into.put(bytes, (int) position, Math.max(0, count));
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        int count = Math.min(from.remaining(), writableBytes);
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length, (int) position + count));
        from.get(bytes, (int) position, count);
        writableBytes -= count;
        if (from.hasRemaining()) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void sync() throws IOException {
        if (syncFails) {
            throw new IOException("Input/output error");
        }
    }

    @Override
    public void truncate(long length) throws IOException {
        if (truncateFails) {
            throw new IOException("Read-only file system");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(bytes.length, length));
    }

    @Override
    public void close() {
        closed = true;
    }
}
