package io.skerry.functions.runtime.geo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Encodes the fields of the data section of a MaxMind database: a control byte with type and size, then the payload. */
final class MmdbField {

    static final int UINT16 = 5;
    static final int UINT32 = 6;
    static final int UINT64 = 9;

    private static final int TEXT = 2;
    private static final int MAP = 7;
    private static final int ARRAY = 11;
    private static final int LAST_SHORT_TYPE = 7;
    private static final int LARGEST_SHORT_SIZE = 28;
    private static final int LARGEST_SIZE = 29 + 255;

    private MmdbField() {}

    static void map(ByteArrayOutputStream out, int members) {
        control(out, MAP, members);
    }

    static void emptyArray(ByteArrayOutputStream out) {
        control(out, ARRAY, 0);
    }

    static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        control(out, TEXT, bytes.length);
        out.writeBytes(bytes);
    }

    /** Unsigned numbers are written without their leading zero bytes. */
    static void number(ByteArrayOutputStream out, int type, long value) {
        int length = (Long.SIZE - Long.numberOfLeadingZeros(value) + Byte.SIZE - 1) / Byte.SIZE;
        control(out, type, length);
        out.write(ByteBuffer.allocate(Long.BYTES).putLong(value).array(), Long.BYTES - length, length);
    }

    private static void control(ByteArrayOutputStream out, int type, int size) {
        if (size > LARGEST_SIZE) {
            throw new IllegalArgumentException("a field of at most " + LARGEST_SIZE + " bytes, not " + size);
        }
        int shortSize = Math.min(size, LARGEST_SHORT_SIZE + 1);
        if (type <= LAST_SHORT_TYPE) {
            out.write(type << 5 | shortSize);
        } else {
            out.write(shortSize);
            out.write(type - LAST_SHORT_TYPE);
        }
        if (size > LARGEST_SHORT_SIZE) {
            out.write(size - LARGEST_SHORT_SIZE - 1);
        }
    }
}
