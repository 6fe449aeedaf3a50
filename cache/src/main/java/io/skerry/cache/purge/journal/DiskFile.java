package io.skerry.cache.purge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A journal's file on disk. */
public final class DiskFile implements JournalFile {

    private final FileChannel channel;
    /** Where the file has its name, which may not be durable there yet; null where it is. */
    private @Nullable Path named;

    private DiskFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens an existing file.
     *
     * @throws IOException if it cannot be opened
     */
    public static DiskFile open(Path path) throws IOException {
        DiskFile file = new DiskFile(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
        // A run that was killed behind the rename left that to this one.
        file.named = path;
        return file;
    }

    /**
     * Makes the file with this content, whole or not at all, in place of any other. From the moment it has the name whoever goes on writes
     * to it, whatever else fails: so that it has the name durably is left to the next {@link #sync}.
     */
    static DiskFile create(Path path, PurgeJournal.JournalContent content) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        FileChannel channel = FileChannel.open(
                draft,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING);
        DiskFile file = new DiskFile(channel);
        try {
            content.writeTo(file);
            file.sync();
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            file.named = path;
            return file;
        } catch (IOException e) {
            file.close();
            // What it has of a full disk is what the next records of the old file need.
            Files.deleteIfExists(draft);
            throw e;
        }
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
        if (named != null) {
            syncFolder(named);
            named = null;
        }
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
