package io.skerry.cache.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes one segment file: the content slice by slice, each with its checksum, then the trailer; then the file gets its name.
 * A file without its final name is garbage of a crash and deleted at the next start.
 *
 * <p>Written by one thread at a time. Slices before {@link #verifiableBytes} may be read meanwhile.
 */
final class SegmentWriter implements SliceFile {

    private final SegmentFolder folder;
    private final long fileId;
    private final int sliceBytes;
    private final Path unfinished;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private volatile int[] sliceCrcs = new int[4];
    private int slices;
    private long written;
    private volatile long verifiable;
    private volatile boolean finished;

    SegmentWriter(SegmentFolder folder, long fileId, int sliceBytes) throws IOException {
        this.folder = folder;
        this.fileId = fileId;
        this.sliceBytes = sliceBytes;
        this.unfinished = folder.unfinished(fileId);
        this.channel = folder.files().create(unfinished);
    }

    long fileId() {
        return fileId;
    }

    /** Appends bytes; true if a slice has been completed by them. */
    boolean write(ByteBuffer bytes) throws IOException {
        long before = verifiable;
        int end = bytes.limit();
        int at = bytes.position();
        while (at < end) {
            int count = Math.min(sliceBytes - (int) (written % sliceBytes), end - at);
            crc.update(bytes.slice(at, count));
            writeFully(bytes.slice(at, count));
            written += count;
            at += count;
            if (written % sliceBytes == 0) {
                endSlice();
            }
        }
        return verifiable != before;
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void endSlice() {
        if (slices == sliceCrcs.length) {
            sliceCrcs = Arrays.copyOf(sliceCrcs, slices * 2);
        }
        sliceCrcs[slices++] = (int) crc.getValue();
        crc.reset();
        verifiable = written;
    }

    /** Ends the content, writes the trailer and gives the file its name. */
    BodyPlace.InFile finish() throws IOException {
        if (written % sliceBytes != 0) {
            endSlice();
        }
        SegmentTrailer trailer = new SegmentTrailer(fileId, written, sliceBytes, Arrays.copyOf(sliceCrcs, slices));
        ByteBuffer bytes = trailer.encode();
        int trailerCrc = SegmentTrailer.crc(bytes);
        writeFully(bytes);
        folder.files().name(unfinished, folder.file(fileId));
        finished = true;
        return new BodyPlace.InFile(fileId, written, trailerCrc);
    }

    @Override
    public int sliceBytes() {
        return sliceBytes;
    }

    @Override
    public long verifiableBytes() {
        return verifiable;
    }

    @Override
    public int sliceCrc(int slice) {
        return sliceCrcs[slice];
    }

    @Override
    public FileChannel channel() {
        return channel;
    }

    @Override
    public void failed(Fault fault) {
        // Still being written: the readers that notice fail, and the record's own checks find it later.
    }

    /** Closes the file; deletes it if it is not wanted. */
    void close(boolean keep) throws IOException {
        try {
            channel.close();
        } finally {
            if (!keep) {
                folder.delete(finished ? folder.file(fileId) : unfinished);
            }
        }
    }
}
