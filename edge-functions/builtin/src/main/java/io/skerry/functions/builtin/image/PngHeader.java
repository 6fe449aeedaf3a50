package io.skerry.functions.builtin.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/** Reads the first chunk of a PNG file (W3C PNG 5.2, 11.2.1), and the chunks eXIf and iCCP if they stand before the data. */
final class PngHeader {

    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int IHDR = 0x49484452;
    private static final int IDAT = 0x49444154;
    private static final int EXIF = 0x65584966;
    private static final int PROFILE = 0x69434350;
    private static final int FIRST_CHUNK = 8;
    private static final int CHUNK_FRAME_BYTES = 12;
    private static final int DEPTH_AT = 24;
    private static final int INTERLACE_AT = 28;
    /** The longest that are used have tables, and half as many bytes; a few that are packed unpack to gigabytes. */
    private static final int LONGEST_PROFILE = 4 << 20;

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
        return chunk(in, EXIF).map(ExifOrientation::ofTiff).orElse(Orientation.UPRIGHT);
    }

    /** The ICC profile, which is stored behind a name and the number of its compression (11.3.2.3). */
    static Optional<byte[]> profile(byte[] bytes) {
        return chunk(ByteBuffer.wrap(bytes), PROFILE).flatMap(PngHeader::inflated);
    }

    private static Optional<byte[]> inflated(ByteBuffer chunk) {
        while (chunk.hasRemaining() && chunk.get() != 0) {
            // The name says nothing.
        }
        if (!chunk.hasRemaining() || chunk.get() != 0) {
            return Optional.empty();
        }
        byte[] packed = new byte[chunk.remaining()];
        chunk.get(packed);
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            byte[] profile = in.readNBytes(LONGEST_PROFILE + 1);
            return profile.length > LONGEST_PROFILE ? Optional.empty() : Optional.of(profile);
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    /** The content of a chunk in front of the data. */
    private static Optional<ByteBuffer> chunk(ByteBuffer in, int wanted) {
        int at = FIRST_CHUNK;
        while (at + CHUNK_FRAME_BYTES <= in.limit()) {
            int length = in.getInt(at);
            int type = in.getInt(at + 4);
            if (type == IDAT || length < 0 || length > in.limit() - at - CHUNK_FRAME_BYTES) {
                return Optional.empty();
            }
            if (type == wanted) {
                return Optional.of(in.slice(at + 8, length));
            }
            at += CHUNK_FRAME_BYTES + length;
        }
        return Optional.empty();
    }
}
