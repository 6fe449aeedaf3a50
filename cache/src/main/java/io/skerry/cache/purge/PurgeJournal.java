package io.skerry.cache.purge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * The purge records on disk, in one file that is only ever appended to.
 *
 * <p>A group of records is written, synchronised, and then marked as acknowledged in the header (see {@link JournalHeader}). What
 * fails on the way is cut off again, so that a purge that was refused does not come back at the next start. If even the cut
 * fails, nothing more is accepted until it succeeds.
 *
 * <p>Used by the writer's thread alone; the size may be read by any.
 */
final class PurgeJournal implements RecordSink {

    private static final String NAME = "purge.journal";

    private final JournalFile file;
    private volatile JournalHeader header;
    private boolean tailInDoubt;

    private PurgeJournal(JournalFile file, JournalHeader header) {
        this.file = file;
        this.header = header;
    }

    /** The journal's place in a folder. */
    static Path in(Path folder) {
        return folder.resolve(NAME);
    }

    /** Starts a journal with another identity. Any file in its place is kept beside it, as {@code purge.journal.damaged}. */
    static PurgeJournal create(Path path, long incarnation, long firstNumber) throws IOException {
        if (Files.exists(path)) {
            Files.move(
                    path,
                    path.resolveSibling(path.getFileName() + ".damaged"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        JournalHeader header = JournalHeader.ofNew(incarnation, firstNumber);
        return new PurgeJournal(LockedFile.create(path, header.encode()), header);
    }

    /**
     * Goes on with an existing journal, handing over its records first.
     *
     * @throws JournalDamaged if it lacks or altered anything that was acknowledged; the file is closed and left as it is
     * @throws IOException if it cannot be read, or another process holds it
     */
    static PurgeJournal reopen(JournalFile file, Consumer<PurgeRecord> records) throws IOException, JournalDamaged {
        try {
            JournalHeader good = new JournalReader(file, JournalReader.header(file)).replay(records);
            PurgeJournal journal = new PurgeJournal(file, good);
            journal.settleTail();
            return journal;
        } catch (IOException | JournalDamaged e) {
            file.close();
            throw e;
        }
    }

    /** The journal's random identity. */
    long incarnation() {
        return header.incarnation();
    }

    /** The newest record's number. */
    long lastNumber() {
        return header.ackedNumber();
    }

    @Override
    public void append(List<byte[]> frames, long lastNumber) throws IOException {
        if (tailInDoubt) {
            settleTail();
        }
        tailInDoubt = true;
        ByteBuffer group = joined(frames);
        long start = header.ackedEnd();
        JournalHeader next = header.acknowledged(lastNumber, start + group.remaining());
        try {
            file.write(group, start);
            file.sync();
            file.write(next.encodeMark(), JournalHeader.MARK_OFFSET);
        } catch (IOException e) {
            settleTailAfter(e);
            throw e;
        }
        header = next;
        tailInDoubt = false;
    }

    private void settleTailAfter(IOException failure) {
        try {
            settleTail();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Makes the file end where the newest good record does. */
    private void settleTail() throws IOException {
        tailInDoubt = true;
        file.truncate(header.ackedEnd());
        file.write(header.encodeMark(), JournalHeader.MARK_OFFSET);
        file.sync();
        tailInDoubt = false;
    }

    private static ByteBuffer joined(List<byte[]> frames) {
        int length = 0;
        for (byte[] frame : frames) {
            length += frame.length;
        }
        ByteBuffer group = ByteBuffer.allocate(length);
        for (byte[] frame : frames) {
            group.put(frame);
        }
        return group.flip();
    }

    @Override
    public long sizeBytes() {
        return header.ackedEnd();
    }

    @Override
    public void close() throws IOException {
        file.sync();
        file.close();
    }
}
