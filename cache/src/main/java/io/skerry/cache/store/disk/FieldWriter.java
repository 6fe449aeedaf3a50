package io.skerry.cache.store.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes the fields of a record. Strings keep every character: Latin-1 where that is enough, else UTF-16, told apart by the
 * lowest bit of the length.
 */
final class FieldWriter {

    private final ByteBuffer out;

    FieldWriter(ByteBuffer out) {
        this.out = out;
    }

    void number(int value) {
        out.putInt(value);
    }

    void number(long value) {
        out.putLong(value);
    }

    void text(String value) {
        if (isLatin1(value)) {
            out.putInt(value.length() << 1);
            out.put(value.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            out.putInt(value.length() << 1 | 1);
            for (int i = 0; i < value.length(); i++) {
                out.putChar(value.charAt(i));
            }
        }
    }

    void optionalText(Optional<String> value) {
        out.put((byte) (value.isPresent() ? 1 : 0));
        value.ifPresent(this::text);
    }

    <T> void list(Collection<T> values, Consumer<T> each) {
        out.putInt(values.size());
        values.forEach(each);
    }

    private static boolean isLatin1(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0xFF) {
                return false;
            }
        }
        return true;
    }
}
