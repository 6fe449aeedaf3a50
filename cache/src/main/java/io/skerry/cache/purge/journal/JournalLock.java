package io.skerry.cache.purge.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

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
        FileChannel channel = LockFile.open(file);
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
