package io.skerry.cache.purge.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second process, or a second log of this one, from a journal.
 *
 * <p>A file of its own: the system gives a lock up when its process closes any descriptor of the locked file, and the journal is
 * opened by whoever reads it, and replaced by a shorter one.
 */
public final class JournalLock implements AutoCloseable {

    private static final String NAME = "purge.lock";

    private final Path file;
    private final FileChannel channel;

    private JournalLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** The file, which nobody ever writes to. */
    public Path file() {
        return file;
    }

    /**
     * Takes the lock of a folder.
     *
     * @throws IOException if somebody has it, or the folder cannot be written
     */
    public static JournalLock take(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        // Who opens a pipe waits for who reads it.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, "not a regular file");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new JournalLock(file, channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException("the purge journal in " + folder + " is open in this process already", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException("the purge journal in " + folder + " is in use by another process");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
