package io.skerry.cache.store.tiered;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Damages a file by one bit. */
final class BitFlip {

    private BitFlip() {}

    /** Turns a bit of the byte at a position, 0 to 7. */
    static void at(Path file, long position, int bit) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(position);
            int before = raw.read();
            raw.seek(position);
            raw.write(before ^ (1 << bit));
        }
    }
}
