package io.skerry.edge.coding;

import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.skerry.cache.message.ContentCoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * Encodes one content, piece by piece. Used by one thread at a time, not on event loops; closed exactly once, which frees native memory.
 *
 * <p>Levels: of those that cost about 10 ms of one processor for 170 KB of HTML, the ones with the best ratio.
 */
public final class ContentEncoder implements AutoCloseable {

    private static final int ZSTD_LEVEL = 6;
    /** 1 MiB; browsers take up to 8 MB (RFC 9659). */
    static final int ZSTD_WINDOW_LOG = 20;

    private static final int BROTLI_QUALITY = 5;
    /** 512 KiB. */
    private static final int BROTLI_WINDOW_LOG = 19;

    private static final int GZIP_BUFFER_BYTES = 8 * 1024;

    private final ContentCoding coding;
    private final Consumer<ContentEncoder> onClose;
    private final ByteArrayOutputStream coded = new ByteArrayOutputStream(4 * 1024);
    private final OutputStream encoder;
    private long plainBytes;
    private long codedBytes;
    private boolean finished;

    ContentEncoder(ContentCoding coding, Consumer<ContentEncoder> onClose) throws IOException {
        this.coding = coding;
        this.onClose = onClose;
        this.encoder = switch (coding) {
            case ZSTD ->
                new ZstdOutputStreamNoFinalizer(coded, ZSTD_LEVEL)
                        .setWindowLog(ZSTD_WINDOW_LOG)
                        .setChecksum(false);
            case BR ->
                new BrotliOutputStream(
                        coded,
                        new Encoder.Parameters().setQuality(BROTLI_QUALITY).setWindow(BROTLI_WINDOW_LOG));
            case GZIP -> new GZIPOutputStream(coded, GZIP_BUFFER_BYTES, true);
        };
    }

    /** What it encodes to. */
    public ContentCoding coding() {
        return coding;
    }

    /** Takes the next bytes; gives what is ready of the coded content, often nothing. */
    public byte[] encode(byte[] plain) throws IOException {
        plainBytes += plain.length;
        encoder.write(plain);
        return taken();
    }

    /** Gives everything that the bytes so far come to, so that a reader can decode as far as that. */
    public byte[] flush() throws IOException {
        encoder.flush();
        return taken();
    }

    /** Ends the content; gives the rest. */
    public byte[] finish() throws IOException {
        encoder.close();
        finished = true;
        return taken();
    }

    private byte[] taken() {
        byte[] bytes = coded.toByteArray();
        coded.reset();
        codedBytes += bytes.length;
        return bytes;
    }

    long plainBytes() {
        return plainBytes;
    }

    long codedBytes() {
        return codedBytes;
    }

    boolean finished() {
        return finished;
    }

    @Override
    public void close() {
        try {
            if (!finished) {
                encoder.close();
            }
        } catch (IOException broken) {
            // The content was given up; all that is wanted is the memory.
        } finally {
            onClose.accept(this);
        }
    }
}
