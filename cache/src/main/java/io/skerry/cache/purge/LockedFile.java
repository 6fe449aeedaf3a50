package io.skerry.cache.purge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A journal's file, locked against a second process for as long as it is open. */
final class LockedFile implements JournalFile {

    private final FileChannel channel;

    private LockedFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens an existing file.
     *
     * @throws IOException if it cannot be opened, or another process holds it
     */
    static LockedFile open(Path path) throws IOException {
        return locked(path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Makes the file with this content, whole or not at all, in place of any other. */
    static LockedFile create(Path path, PurgeJournal.JournalContent content) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        FileChannel channel = FileChannel.open(
                draft,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING);
        LockedFile file = locked(draft, channel);
        try {
            content.writeTo(file);
            file.sync();
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(path);
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static LockedFile locked(Path path, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return new LockedFile(channel);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(path + " is open in this process already", e);
        }
        channel.close();
        throw new IOException(path + " is in use by another process");
    }

    /** A rename is durable only when its folder is. */
    private static void syncFolder(Path path) throws IOException {
        try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                return;
            }
            at += count;
        }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            at += channel.write(from, at);
        }
    }

    @Override
    public void sync() throws IOException {
        // Metadata too: the file's new length must survive with the data.
        channel.force(true);
    }

    @Override
    public void truncate(long length) throws IOException {
        channel.truncate(length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
