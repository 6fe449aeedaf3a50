package io.skerry.cache.purge.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens files by whose locks a process keeps others from a folder. */
public final class LockFile {

    private LockFile() {}

    /**
     * Opens the file to lock it, and makes it where there is none. Blocks.
     *
     * @throws IOException if it cannot be written, or something that is no file stands in its place: who opens a pipe waits for who
     *     reads it
     */
    public static FileChannel open(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, "not a regular file");
        }
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
