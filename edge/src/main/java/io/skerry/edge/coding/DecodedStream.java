package io.skerry.edge.coding;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.skerry.cache.message.ContentCoding;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * A content with its coding undone. It holds one small buffer and the coding's window, whatever the content says, and breaks off where
 * a content grows beyond measure.
 */
final class DecodedStream extends InputStream {

    /** Up to here a content may grow as it likes: 10 KB of zeros may well be 10 MB. */
    private static final long FREE_BYTES = 16L << 20;

    /** Beyond that, at most so many times its coded length. */
    private static final long MOST_GROWTH = 200;

    private static final int BUFFER_BYTES = 16 * 1024;

    private final Counted coded;
    private final InputStream plain;
    private final OnClose onClose;
    private long plainBytes;
    private boolean whole;

    /** Told of the end. */
    @FunctionalInterface
    interface OnClose {
        /** {@code whole} says whether the content was read to its end. */
        void closed(boolean whole);
    }

    /** A content that needs no decoder. */
    DecodedStream(InputStream from, OnClose onClose) {
        this.onClose = onClose;
        this.coded = new Counted(from);
        this.plain = coded;
    }

    DecodedStream(ContentCoding coding, InputStream from, OnClose onClose) throws IOException {
        this.onClose = onClose;
        this.coded = new Counted(from);
        try {
            this.plain = switch (coding) {
                case ZSTD -> new ZstdInputStreamNoFinalizer(coded).setLongMax(CoderMemory.ZSTD_MOST_WINDOW_LOG);
                case BR -> new BrotliInput(coded);
                case GZIP -> new GZIPInputStream(coded, BUFFER_BYTES);
            };
        } catch (Throwable refused) {
            try (from) {
                onClose.closed(false);
            }
            throw refused;
        }
    }

    /** Counts what is read. */
    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            bytes += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            bytes += Math.max(0, count);
            return count;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = plain.read(into, offset, length);
        if (count < 0) {
            whole = true;
            return count;
        }
        plainBytes += count;
        if (plainBytes > FREE_BYTES && plainBytes / MOST_GROWTH > coded.bytes) {
            throw new IOException(
                    "a content of " + coded.bytes + " coded bytes grows beyond " + plainBytes + " bytes; given up");
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        try {
            plain.close();
        } finally {
            onClose.closed(whole);
        }
    }
}
