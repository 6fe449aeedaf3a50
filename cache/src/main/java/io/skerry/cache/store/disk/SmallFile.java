package io.skerry.cache.store.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file that holds a few bytes of this store's own, whatever stands in its place by now: a pipe, say, lets whoever opens it wait. */
final class SmallFile {

    private static final byte[] NOTHING = {};

    private SmallFile() {}

    /**
     * What is in a file; nothing where there is none, or something that is no file.
     *
     * @param mostBytes a longer one is cut off behind one byte more, so that it is not taken for whole
     */
    static byte[] read(Path file, int mostBytes) throws IOException {
        if (!Files.isRegularFile(file)) {
            return NOTHING;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(mostBytes + 1);
        }
    }
}
