package io.skerry.edge.coding;

import io.skerry.cache.message.ContentCoding;
import java.nio.ByteBuffer;

/**
 * What an encoder or decoder takes of memory while it is in use, in bytes: its native tables and window, and the pieces that wait for it. Pure.
 *
 * <p>The encoders' numbers were measured, with the levels and windows of {@link ContentEncoder}.
 */
final class CoderMemory {

    /** So many bytes tell the window. */
    static final int BEGINNING_BYTES = 16;

    private static final long KIB = 1024;
    /** Pieces that wait on both sides, and a coder's own small state. */
    private static final long PIECES = 512 * KIB;

    private static final long GZIP_WINDOW = 64 * KIB;

    /** RFC 9659: more is refused. */
    static final int ZSTD_MOST_WINDOW_LOG = 23;

    private static final int ZSTD_LEAST_WINDOW_LOG = 10;
    private static final int ZSTD_MAGIC = 0xFD2FB528;
    private static final int BROTLI_MOST_WINDOW_LOG = 24;

    private CoderMemory() {}

    static long ofEncoder(ContentCoding coding) {
        return PIECES
                + switch (coding) {
                    case ZSTD -> 4 * KIB * KIB;
                    case BR -> 6 * KIB * KIB;
                    case GZIP -> 300 * KIB;
                };
    }

    /** Of a decoder of which no more is known: a window as large as our own encoders make it. */
    static long ofUsualDecoder() {
        return PIECES + (1L << ContentEncoder.ZSTD_WINDOW_LOG);
    }

    /**
     * Of a decoder, by the window that a content says it needs.
     *
     * @param beginning its first bytes; where they are too few or make no sense, the largest window there may be
     */
    static long ofDecoder(ContentCoding coding, ByteBuffer beginning) {
        ByteBuffer bytes = beginning.duplicate();
        return PIECES
                + switch (coding) {
                    case ZSTD -> zstdWindow(bytes);
                    case BR -> brotliWindow(bytes);
                    case GZIP -> GZIP_WINDOW;
                };
    }

    /** RFC 8878 3.1.1.1: magic number, descriptor, and a window unless all of the content is one segment. */
    private static long zstdWindow(ByteBuffer bytes) {
        long most = 1L << ZSTD_MOST_WINDOW_LOG;
        int at = bytes.position();
        if (bytes.remaining() < Integer.BYTES + 2
                || Integer.reverseBytes(
                                bytes.order(java.nio.ByteOrder.BIG_ENDIAN).getInt(at))
                        != ZSTD_MAGIC) {
            return most;
        }
        boolean singleSegment = (bytes.get(at + Integer.BYTES) & 0x20) != 0;
        if (singleSegment) {
            return most;
        }
        int window = bytes.get(at + Integer.BYTES + 1) & 0xff;
        long base = 1L << (ZSTD_LEAST_WINDOW_LOG + (window >> 3));
        return Math.min(most, base + base / 8 * (window & 7));
    }

    /** RFC 7932 9.1: WBITS. */
    private static long brotliWindow(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return 1L << BROTLI_MOST_WINDOW_LOG;
        }
        int first = bytes.get(bytes.position());
        int three = first >> 1 & 7;
        int next = first >> 4 & 7;
        if ((first & 1) == 0) {
            return 1L << 16;
        }
        if (three != 0) {
            return 1L << (17 + three);
        }
        return next == 0 ? 1L << 17 : 1L << (8 + next);
    }
}
