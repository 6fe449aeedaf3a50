package io.skerry.edge.coding;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A Brotli content, decoded as far as what has arrived goes: the library's own stream waits for more input before it hands out a short
 * output.
 */
final class BrotliInput extends InputStream {

    private static final int INPUT_BYTES = 16 * 1024;

    private final InputStream coded;
    private final DecoderJNI.Wrapper decoder;
    private final byte[] input = new byte[INPUT_BYTES];
    private ByteBuffer output = ByteBuffer.allocate(0);

    BrotliInput(InputStream coded) throws IOException {
        this.coded = coded;
        this.decoder = new DecoderJNI.Wrapper(INPUT_BYTES);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (!output.hasRemaining()) {
            if (decoder.hasOutput()) {
                output = decoder.pull();
            } else if (!advance()) {
                return -1;
            }
        }
        int count = Math.min(length, output.remaining());
        output.get(into, from, count);
        return count;
    }

    /** Decodes on; false at the end of the content. */
    private boolean advance() throws IOException {
        switch (decoder.getStatus()) {
            case DONE -> {
                return false;
            }
            case OK -> decoder.push(0);
            case NEEDS_MORE_INPUT -> {
                int count = coded.read(input, 0, input.length);
                if (count < 0) {
                    throw new EOFException("a Brotli content ends early");
                }
                decoder.getInputBuffer().clear().put(input, 0, count);
                decoder.push(count);
            }
            case NEEDS_MORE_OUTPUT -> output = decoder.pull();
            case ERROR -> throw new IOException("not a Brotli content");
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        decoder.destroy();
        coded.close();
    }
}
