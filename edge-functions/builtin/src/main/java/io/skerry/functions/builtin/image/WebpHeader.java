package io.skerry.functions.builtin.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Reads the chunks of a WebP file (RFC 9649 2.3 to 2.7): simple lossy, simple lossless, extended. */
final class WebpHeader {

    private static final int RIFF = 0x46464952;
    private static final int WEBP = 0x50424557;
    private static final int VP8 = 0x20385056;
    private static final int VP8L = 0x4c385056;
    private static final int VP8X = 0x58385056;
    private static final int EXIF = 0x46495845;
    private static final int PROFILE = 0x50434349;
    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int SIDE_MASK = 0x3fff;
    private static final int SIDE_24_BITS = 0xffffff;
    private static final int LOSSLESS_SIGNATURE = 0x2f;
    private static final int ANIMATION_FLAG = 0x02;

    private WebpHeader() {}

    static boolean begins(byte[] bytes) {
        if (bytes.length < FIRST_CHUNK) {
            return false;
        }
        ByteBuffer in = little(bytes);
        return in.getInt(0) == RIFF && in.getInt(8) == WEBP;
    }

    static ImageHeader read(byte[] bytes) {
        ByteBuffer in = little(bytes);
        int content = FIRST_CHUNK + CHUNK_HEADER_BYTES;
        return switch (in.getInt(FIRST_CHUNK)) {
            case VP8 -> header(lossy(in, content), Orientation.UPRIGHT);
            case VP8L -> header(lossless(in, content), Orientation.UPRIGHT);
            case VP8X -> header(extended(in, content), orientation(in));
            default -> throw new IllegalArgumentException("no known chunk at the beginning");
        };
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ImageHeader header(PixelSize size, Orientation orientation) {
        return new ImageHeader(
                ImageFormat.WEBP, size, orientation, ImageHeader.Coding.WHOLE, ImageHeader.BYTES_PER_PIXEL);
    }

    private static PixelSize lossy(ByteBuffer in, int content) {
        // RFC 6386 9.1: three bytes of frame tag, three of start code, then two sides of 14 bits.
        return new PixelSize(in.getShort(content + 6) & SIDE_MASK, in.getShort(content + 8) & SIDE_MASK);
    }

    private static PixelSize lossless(ByteBuffer in, int content) {
        if (in.get(content) != LOSSLESS_SIGNATURE) {
            throw new IllegalArgumentException("no lossless signature");
        }
        int bits = in.getInt(content + 1);
        return new PixelSize((bits & SIDE_MASK) + 1, (bits >> 14 & SIDE_MASK) + 1);
    }

    private static PixelSize extended(ByteBuffer in, int content) {
        if ((in.get(content) & ANIMATION_FLAG) != 0) {
            throw new IllegalArgumentException("animated images are not read");
        }
        int width = (in.getInt(content + 4) & SIDE_24_BITS) + 1;
        int height = (in.getInt(content + 6) >>> 8) + 1;
        return new PixelSize(width, height);
    }

    private static Orientation orientation(ByteBuffer in) {
        return chunk(in, EXIF).map(WebpHeader::turned).orElse(Orientation.UPRIGHT);
    }

    private static Orientation turned(ByteBuffer exif) {
        // Some writers keep the mark of JPEG's segment in front.
        Orientation marked = ExifOrientation.ofSegment(exif);
        return marked == Orientation.UPRIGHT ? ExifOrientation.ofTiff(exif) : marked;
    }

    /** The ICC profile of an extended file. */
    static Optional<byte[]> profile(byte[] bytes) {
        return chunk(little(bytes), PROFILE).map(chunk -> {
            byte[] profile = new byte[chunk.remaining()];
            chunk.get(profile);
            return profile;
        });
    }

    private static Optional<ByteBuffer> chunk(ByteBuffer in, int wanted) {
        int at = FIRST_CHUNK;
        while (at + CHUNK_HEADER_BYTES <= in.limit()) {
            int type = in.getInt(at);
            int length = in.getInt(at + 4);
            int content = at + CHUNK_HEADER_BYTES;
            if (length < 0 || length > in.limit() - content) {
                return Optional.empty();
            }
            if (type == wanted) {
                return Optional.of(in.slice(content, length));
            }
            at = content + length + (length & 1);
        }
        return Optional.empty();
    }
}
