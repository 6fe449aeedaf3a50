package io.skerry.functions.builtin.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the segments of a JPEG file up to its frame header (ITU-T T.81 B.2). */
final class JpegHeader {

    private static final int MARKER = 0xff;
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int APP1 = 0xe1;
    private static final int FIRST_SOF = 0xc0;
    private static final int LAST_SOF = 0xcf;
    private static final int DHT = 0xc4;
    private static final int JPG = 0xc8;
    private static final int DAC = 0xcc;
    private static final int PROGRESSIVE_BIT = 2;

    private JpegHeader() {}

    static boolean begins(byte[] bytes) {
        return bytes.length > 2
                && (bytes[0] & 0xff) == MARKER
                && (bytes[1] & 0xff) == SOI
                && (bytes[2] & 0xff) == MARKER;
    }

    static ImageHeader read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
        Orientation orientation = Orientation.UPRIGHT;
        int at = 2;
        while (true) {
            int marker = in.get(at + 1) & 0xff;
            if (!isMarker(in, at) || endsHead(in, at)) {
                throw new IllegalArgumentException("no frame before the scan");
            }
            if (marker == MARKER) {
                // Fill bytes may stand before a marker (B.1.1.2).
                at++;
                continue;
            }
            int length = in.getShort(at + 2) & 0xffff;
            if (isFrame(marker)) {
                return frame(in, at, marker, orientation);
            }
            if (marker == APP1 && orientation == Orientation.UPRIGHT) {
                orientation = ExifOrientation.ofSegment(in.slice(at + 4, length - 2));
            }
            at += 2 + length;
        }
    }

    private static ImageHeader frame(ByteBuffer in, int at, int marker, Orientation orientation) {
        int height = in.getShort(at + 5) & 0xffff;
        int width = in.getShort(at + 7) & 0xffff;
        boolean progressive = (marker & 3) == PROGRESSIVE_BIT;
        return new ImageHeader(
                ImageFormat.JPEG,
                new PixelSize(width, height),
                orientation,
                progressive ? ImageHeader.Coding.WHOLE : ImageHeader.Coding.ROWS,
                ImageHeader.BYTES_PER_PIXEL);
    }

    static boolean isMarker(ByteBuffer in, int at) {
        return (in.get(at) & 0xff) == MARKER;
    }

    /** Whether a marker begins the scan, or ends the file without one. */
    static boolean endsHead(ByteBuffer in, int at) {
        int marker = in.get(at + 1) & 0xff;
        return marker == EOI || marker == SOS;
    }

    static boolean isFrame(int marker) {
        return marker >= FIRST_SOF && marker <= LAST_SOF && marker != DHT && marker != JPG && marker != DAC;
    }
}
