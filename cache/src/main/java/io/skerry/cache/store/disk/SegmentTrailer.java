package io.skerry.cache.store.disk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The end of a segment file, behind the content, version 1, big-endian:
 *
 * <pre>
 *  u32 × n  CRC32C of each slice
 *  u32      magic "SKF1"
 *  u64      file id
 *  u64      length of the content
 *  u32      bytes of a slice
 *  u32      n
 * </pre>
 *
 * <p>The CRC32C of all of it stands in the head's record: record and file belong together or are of no use.
 *
 * @param fileId names the file
 * @param lengthBytes of the content
 * @param sliceBytes of each slice but the last
 * @param sliceCrcs one for each slice
 */
@SuppressWarnings("ArrayRecordComponent") // written and read once, never compared
record SegmentTrailer(long fileId, long lengthBytes, int sliceBytes, int[] sliceCrcs) {

    private static final int MAGIC = 0x534B4631;
    private static final int FIXED_BYTES = 28;

    /** The bytes of the trailer, ready to be written. */
    ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + Integer.BYTES * sliceCrcs.length);
        for (int crc : sliceCrcs) {
            out.putInt(crc);
        }
        out.putInt(MAGIC)
                .putLong(fileId)
                .putLong(lengthBytes)
                .putInt(sliceBytes)
                .putInt(sliceCrcs.length);
        return out.flip();
    }

    /**
     * The trailer that a file of {@code trailerBytes} behind its content has, or null if it is not the one expected.
     *
     * @param in all of the trailer
     */
    static @Nullable SegmentTrailer decode(ByteBuffer in, BodyPlace.InFile expected) {
        if (in.remaining() < FIXED_BYTES || crc(in) != expected.trailerCrc()) {
            return null;
        }
        int count = (in.remaining() - FIXED_BYTES) / Integer.BYTES;
        int[] crcs = new int[count];
        for (int i = 0; i < count; i++) {
            crcs[i] = in.getInt();
        }
        boolean right = in.remaining() == FIXED_BYTES && in.getInt() == MAGIC;
        SegmentTrailer trailer = new SegmentTrailer(in.getLong(), in.getLong(), in.getInt(), crcs);
        return right
                        && in.getInt() == count
                        && trailer.fileId == expected.fileId()
                        && trailer.lengthBytes == expected.lengthBytes()
                        && trailer.sliceBytes > 0
                        && Math.ceilDiv(trailer.lengthBytes, trailer.sliceBytes) == count
                ? trailer
                : null;
    }

    static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }
}
