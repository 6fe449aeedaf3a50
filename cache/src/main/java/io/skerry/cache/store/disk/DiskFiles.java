package io.skerry.cache.store.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** The calls that make, open and name segment files: one seam for a disk that is full, slow or broken. Store threads only. */
public interface DiskFiles {

    /** The files of the operating system. */
    DiskFiles SYSTEM = new DiskFiles() {};

    /** Makes a file, for writing and reading. */
    default FileChannel create(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Opens a file for reading; a pipe in its place, which nobody may ever write to, is refused. */
    default FileChannel open(Path file) throws IOException {
        if (Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
            throw new FileSystemException(file.toString(), null, "not a regular file");
        }
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Returns when the disk that a file is on has answered. */
    default void beat(EmptyWrite file) {
        file.write();
    }

    /** Gives a finished file its name. */
    default void name(Path unfinished, Path file) throws IOException {
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a file if it is there. */
    default void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
