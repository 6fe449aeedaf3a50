package io.skerry.functions.builtin.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds the tag Orientation in Exif data, which is a TIFF directory (TIFF 6.0 section 2; Exif 2.32, 4.5.2). */
final class ExifOrientation {

    private static final byte[] SEGMENT_MARK = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LITTLE_ENDIAN = 0x4949;
    private static final int BIG_ENDIAN = 0x4d4d;
    private static final int MAGIC = 42;
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int ENTRY_BYTES = 12;

    private ExifOrientation() {}

    /** Reads the content of a JPEG APP1 segment, which may hold something else than Exif. */
    static Orientation ofSegment(ByteBuffer segment) {
        if (segment.remaining() <= SEGMENT_MARK.length) {
            return Orientation.UPRIGHT;
        }
        byte[] mark = new byte[SEGMENT_MARK.length];
        segment.get(0, mark);
        return Arrays.equals(mark, SEGMENT_MARK)
                ? ofTiff(segment.slice(mark.length, segment.remaining() - mark.length))
                : Orientation.UPRIGHT;
    }

    /** Reads a TIFF directory. Cameras write much that is wrong: what cannot be read is upright, not broken. */
    static Orientation ofTiff(ByteBuffer tiff) {
        try {
            int order = tiff.order(ByteOrder.BIG_ENDIAN).getShort(0);
            if (order != LITTLE_ENDIAN && order != BIG_ENDIAN) {
                return Orientation.UPRIGHT;
            }
            tiff.order(order == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            return tiff.getShort(2) == MAGIC ? ofDirectory(tiff, tiff.getInt(4)) : Orientation.UPRIGHT;
        } catch (IndexOutOfBoundsException unreadable) {
            return Orientation.UPRIGHT;
        }
    }

    private static Orientation ofDirectory(ByteBuffer tiff, int directory) {
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if ((tiff.getShort(entry) & 0xffff) == ORIENTATION_TAG) {
                return Orientation.ofTag(tiff.getShort(entry + 8) & 0xffff);
            }
        }
        return Orientation.UPRIGHT;
    }
}
