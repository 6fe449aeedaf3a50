package io.skerry.cache.store.tiered;

import io.skerry.cache.store.disk.DiskFiles;
import io.skerry.cache.store.disk.EmptyWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk whose segment files fail as told. Ways of failing change while it is in use. */
final class FaultyDisk implements DiskFiles {

    /** How it fares. */
    enum State {
        WELL,
        /** Writes find no space. */
        FULL,
        /** Files cannot be made. */
        READ_ONLY,
        /** Reads and writes fail. */
        BROKEN,
        /** Long reads fail: what stands in front of or behind a content is read, and the content is not. */
        UNREADABLE,
        /** Files cannot be deleted. */
        KEEPS_FILES,
        /** Writes throw what no file call should. */
        MAD,
        /** Writes do not return until it is well. */
        STANDING_STILL,
        /** Long reads do not return until it is well. */
        READS_STANDING_STILL
    }

    private static final int LONG_READ = 4096;

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger standing = new AtomicInteger();
    private volatile State state = State.WELL;
    private volatile CountDownLatch moving = new CountDownLatch(0);

    void become(State next) {
        CountDownLatch before = moving;
        moving = new CountDownLatch(next == State.STANDING_STILL || next == State.READS_STANDING_STILL ? 1 : 0);
        state = next;
        before.countDown();
    }

    /** Writes or reads that do not return now. */
    int standing() {
        return standing.get();
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        if (state == State.READ_ONLY) {
            throw new FileSystemException(file.toString(), null, "Read-only file system");
        }
        return new FaultyChannel(DiskFiles.super.create(file));
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        return new FaultyChannel(DiskFiles.super.open(file));
    }

    @Override
    public void beat(EmptyWrite file) {
        if (state == State.STANDING_STILL) {
            try {
                standStill();
            } catch (IOException ended) {
                throw new UncheckedIOException(ended);
            }
        }
    }

    private void beforeWrite() throws IOException {
        switch (state) {
            case FULL -> throw new IOException("No space left on device");
            case BROKEN -> throw new IOException("Input/output error");
            case MAD -> throw new ReadOnlyFileSystemException();
            case STANDING_STILL -> standStill();
            case WELL, READ_ONLY, UNREADABLE, KEEPS_FILES, READS_STANDING_STILL -> {}
        }
    }

    private void standStill() throws IOException {
        standing.incrementAndGet();
        try {
            moving.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            standing.decrementAndGet();
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        if (state == State.KEEPS_FILES) {
            throw new IOException("Input/output error");
        }
        DiskFiles.super.delete(file);
    }

    /** Files open now. */
    int open() {
        return open.get();
    }

    private void beforeRead(int bytes) throws IOException {
        if (state == State.BROKEN || (state == State.UNREADABLE && bytes >= LONG_READ)) {
            throw new IOException("Input/output error");
        }
        if (state == State.READS_STANDING_STILL && bytes >= LONG_READ) {
            standStill();
        }
    }

    private final class FaultyChannel extends FileChannel {
        private final FileChannel real;

        FaultyChannel(FileChannel real) {
            open.incrementAndGet();
            this.real = real;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            beforeWrite();
            return real.write(bytes);
        }

        @Override
        public long write(ByteBuffer[] bytes, int at, int count) throws IOException {
            beforeWrite();
            return real.write(bytes, at, count);
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            beforeWrite();
            return real.write(bytes, position);
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            beforeRead(bytes.remaining());
            return real.read(bytes);
        }

        @Override
        public long read(ByteBuffer[] bytes, int at, int count) throws IOException {
            beforeRead(bytes[at].remaining());
            return real.read(bytes, at, count);
        }

        @Override
        public int read(ByteBuffer bytes, long position) throws IOException {
            beforeRead(bytes.remaining());
            return real.read(bytes, position);
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            real.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            real.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            real.force(metaData);
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            return real.transferTo(position, count, target);
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
            return real.transferFrom(source, position, count);
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
            return real.map(mode, position, size);
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) throws IOException {
            return real.lock(position, size, shared);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return real.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            open.decrementAndGet();
            real.close();
        }
    }
}
