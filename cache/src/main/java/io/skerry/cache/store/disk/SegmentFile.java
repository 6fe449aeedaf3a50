package io.skerry.cache.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A finished segment file, opened for one response: its trailer has been compared with the record. */
final class SegmentFile implements SliceFile {

    private static final int TRAILER_FIXED_BYTES = 28;
    private static final long LARGEST_TRAILER = 64L << 20;

    private final FileChannel channel;
    private final SegmentTrailer trailer;
    private final Consumer<Fault> onFault;
    private final Consumer<Runnable> closer;
    private volatile boolean failed;

    private SegmentFile(
            FileChannel channel, SegmentTrailer trailer, Consumer<Fault> onFault, Consumer<Runnable> closer) {
        this.channel = channel;
        this.trailer = trailer;
        this.onFault = onFault;
        this.closer = closer;
    }

    /**
     * Opens the file of a record.
     *
     * @param onFault told when it turns out not to be what the record says, or not to be readable to its end
     * @param closer runs the closing on a store thread
     * @return null if the file is missing or not the one that the record means
     * @throws IOException if it cannot be read
     */
    static @Nullable SegmentFile open(
            SegmentFolder folder, BodyPlace.InFile place, Consumer<Fault> onFault, Consumer<Runnable> closer)
            throws IOException {
        FileChannel channel;
        try {
            channel = folder.files().open(folder.file(place.fileId()));
        } catch (NoSuchFileException e) {
            return null;
        }
        SegmentTrailer trailer = null;
        try {
            trailer = readTrailer(channel, place);
        } finally {
            if (trailer == null) {
                channel.close();
            }
        }
        return trailer == null ? null : new SegmentFile(channel, trailer, onFault, closer);
    }

    private static @Nullable SegmentTrailer readTrailer(FileChannel channel, BodyPlace.InFile place)
            throws IOException {
        long trailerBytes = channel.size() - place.lengthBytes();
        if (trailerBytes < TRAILER_FIXED_BYTES || trailerBytes > LARGEST_TRAILER) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) trailerBytes);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, place.lengthBytes() + bytes.position()) < 0) {
                return null;
            }
        }
        return SegmentTrailer.decode(bytes.flip(), place);
    }

    @Override
    public int sliceBytes() {
        return trailer.sliceBytes();
    }

    @Override
    public long verifiableBytes() {
        return trailer.lengthBytes();
    }

    @Override
    public int sliceCrc(int slice) {
        return trailer.sliceCrcs()[slice];
    }

    @Override
    public FileChannel channel() {
        return channel;
    }

    @Override
    public void failed(Fault fault) {
        failed = true;
        onFault.accept(fault);
    }

    /** Whether somebody has found already that it is not what it should be. */
    boolean hasFailed() {
        return failed;
    }

    int slices() {
        return trailer.sliceCrcs().length;
    }

    /** Whether a slice matches its checksum. Reads it through {@code buffer}. */
    boolean matches(int slice, ByteBuffer buffer) throws IOException {
        CRC32C crc = new CRC32C();
        long at = (long) slice * trailer.sliceBytes();
        long end = Math.min(at + trailer.sliceBytes(), trailer.lengthBytes());
        while (at < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            int count = channel.read(buffer, at);
            if (count < 0) {
                return false;
            }
            crc.update(buffer.flip());
            at += count;
        }
        return (int) crc.getValue() == trailer.sliceCrcs()[slice];
    }

    /** Closes the file at once. On a store thread. */
    void closeNow() {
        closeChannel();
    }

    /** Closes the file on a store thread: even that is a file call. */
    void close() {
        closer.accept(this::closeChannel);
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            onFault.accept(Fault.DAMAGED);
        }
    }
}
