package io.skerry.cache.store.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the fields of a record, each checked against what is left. */
final class FieldReader {

    /** The record does not say what it must. Caught by the codec, never seen outside. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String what) {
            super(what, null, false, false);
        }
    }

    /** Most texts of a head are shorter. */
    private static final int USUAL_TEXT = 256;

    private final ByteBuffer in;
    /** Where texts pass through on their way out of native memory: a string copies what it is made of. */
    private byte[] passing = new byte[USUAL_TEXT];

    FieldReader(ByteBuffer in) {
        this.in = in;
    }

    int number() {
        require(Integer.BYTES);
        return in.getInt();
    }

    long longNumber() {
        require(Long.BYTES);
        return in.getLong();
    }

    String text() {
        int coded = number();
        int length = coded >>> 1;
        if ((coded & 1) == 0) {
            require(length);
            if (length > passing.length) {
                passing = new byte[length];
            }
            in.get(passing, 0, length);
            return new String(passing, 0, length, StandardCharsets.ISO_8859_1);
        }
        require(2L * length);
        char[] characters = new char[length];
        for (int i = 0; i < length; i++) {
            characters[i] = in.getChar();
        }
        return new String(characters);
    }

    Optional<String> optionalText() {
        require(1);
        return switch (in.get()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(text());
            default -> throw new Malformed("presence");
        };
    }

    /** The number of elements of a list, before the first. */
    int count() {
        int count = number();
        // Every element takes at least a length of four bytes: a larger count is a lie.
        if (count < 0 || count > in.remaining() / Integer.BYTES) {
            throw new Malformed("count " + count);
        }
        return count;
    }

    /** Steps over so many bytes. */
    void skip(long bytes) {
        require(bytes);
        in.position(in.position() + (int) bytes);
    }

    void skipText() {
        int coded = number();
        int length = coded >>> 1;
        skip((coded & 1) == 0 ? length : 2L * length);
    }

    void skipTexts(int count) {
        for (int i = 0; i < count; i++) {
            skipText();
        }
    }

    void skipOptionalText() {
        require(1);
        switch (in.get()) {
            case 0 -> {}
            case 1 -> skipText();
            default -> throw new Malformed("presence");
        }
    }

    <T> List<T> list(Supplier<T> each) {
        int count = count();
        if (count == 0) {
            return List.of();
        }
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(each.get());
        }
        return values;
    }

    private void require(long bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new Malformed("field beyond the end");
        }
    }
}
