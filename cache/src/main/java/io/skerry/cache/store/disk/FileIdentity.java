package io.skerry.cache.store.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file as the system knows it, whatever has its name by now.
 *
 * @param key null where the file system has none: any file at the path is taken for this one
 */
record FileIdentity(Path path, @Nullable Object key) {

    /** What lies at a path now. */
    static FileIdentity of(Path path) throws IOException {
        return new FileIdentity(
                path, Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }

    /**
     * Whether it still lies at its path.
     *
     * @throws IOException if the system does not tell
     */
    boolean isInPlace() throws IOException {
        try {
            return Objects.equals(key, of(path).key);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }
}
