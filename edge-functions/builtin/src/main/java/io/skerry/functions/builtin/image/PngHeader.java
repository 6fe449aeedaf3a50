package io.skerry.functions.builtin.image;

import java.nio.ByteBuffer;

/** Reads the first chunk of a PNG file (W3C PNG 5.2, 11.2.1) and the chunk eXIf if it stands before the data. */
final class PngHeader {

    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int IHDR = 0x49484452;
    private static final int IDAT = 0x49444154;
    private static final int EXIF = 0x65584966;
    private static final int FIRST_CHUNK = 8;
    private static final int CHUNK_FRAME_BYTES = 12;
    private static final int DEPTH_AT = 24;
    private static final int INTERLACE_AT = 28;

    private PngHeader() {}

    static boolean begins(byte[] bytes) {
        return bytes.length >= FIRST_CHUNK && ByteBuffer.wrap(bytes).getLong(0) == SIGNATURE;
    }

    static ImageHeader read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getInt(FIRST_CHUNK + 4) != IHDR) {
            throw new IllegalArgumentException("the first chunk is not IHDR");
        }
        PixelSize size = new PixelSize(in.getInt(16), in.getInt(20));
        boolean interlaced = in.get(INTERLACE_AT) != 0;
        return new ImageHeader(
                ImageFormat.PNG,
                size,
                orientation(in),
                interlaced ? ImageHeader.Coding.WHOLE : ImageHeader.Coding.ROWS,
                in.get(DEPTH_AT) > Byte.SIZE ? ImageHeader.BYTES_PER_DEEP_PIXEL : ImageHeader.BYTES_PER_PIXEL);
    }

    private static Orientation orientation(ByteBuffer in) {
        int at = FIRST_CHUNK;
        while (at + CHUNK_FRAME_BYTES <= in.limit()) {
            int length = in.getInt(at);
            int type = in.getInt(at + 4);
            if (type == IDAT || length < 0 || length > in.limit() - at - CHUNK_FRAME_BYTES) {
                return Orientation.UPRIGHT;
            }
            if (type == EXIF) {
                return ExifOrientation.ofTiff(in.slice(at + 8, length));
            }
            at += CHUNK_FRAME_BYTES + length;
        }
        return Orientation.UPRIGHT;
    }
}
