package io.skerry.cache.purge.journal;

import io.skerry.cache.purge.record.JournalDamaged;
import io.skerry.cache.purge.record.PurgeRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * The purge records on disk, in one file that is only ever appended to, or replaced whole by a shorter one.
 *
 * <p>A group of records is written, synchronised, and then marked as acknowledged in the header (see {@link JournalHeader}). What
 * fails on the way is cut off again, so that a purge that was refused does not come back at the next start. If even the cut
 * fails, nothing more is accepted until it succeeds.
 *
 * <p>Used by the writer's thread alone; the size may be read by any.
 */
public final class PurgeJournal implements RecordSink {

    /** A shorter journal is not worth writing anew. */
    static final long WORTH_SHORTENING_BYTES = 1 << 20;

    private static final String NAME = "purge.journal";
    private static final int COPY_BYTES = 1 << 20;

    private final Replacement replacement;
    private final Checkpoints checkpoints;
    private JournalFile file;
    private volatile JournalHeader header;
    private long records;
    private boolean tailInDoubt;

    /** Makes the file that takes a journal's place, whole or not at all. */
    @FunctionalInterface
    interface Replacement {
        JournalFile make(JournalContent content) throws IOException;
    }

    /** Writes what a new file holds. */
    @FunctionalInterface
    interface JournalContent {
        void writeTo(JournalFile file) throws IOException;
    }

    private PurgeJournal(JournalFile file, JournalHeader header, Replacement replacement, Checkpoints checkpoints) {
        this.file = file;
        this.header = header;
        this.replacement = replacement;
        this.checkpoints = checkpoints;
    }

    /** The journal's place in a folder. */
    public static Path in(Path folder) {
        return folder.resolve(NAME);
    }

    /** Replaces the journal of that name. */
    public static Replacement replacing(Path path) {
        return content -> DiskFile.create(path, content);
    }

    /** Starts a journal with another identity. Any file in its place is kept beside it, as {@code purge.journal.damaged}. */
    public static PurgeJournal create(Path path, long incarnation, long firstNumber) throws IOException {
        if (Files.exists(path)) {
            Files.move(
                    path,
                    path.resolveSibling(path.getFileName() + ".damaged"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        JournalHeader header = JournalHeader.ofNew(incarnation, firstNumber);
        Replacement replacement = replacing(path);
        JournalFile file = replacement.make(empty -> empty.write(header.encode(), 0));
        return new PurgeJournal(file, header, replacement, new Checkpoints(header));
    }

    /**
     * Reads the header of a journal.
     *
     * @throws JournalDamaged if it is none; the file is closed and left as it is
     */
    public static JournalHeader header(JournalFile file) throws IOException, JournalDamaged {
        try {
            return JournalReader.header(file);
        } catch (IOException | JournalDamaged e) {
            file.close();
            throw e;
        }
    }

    /**
     * Goes on with an existing journal, handing over its records first.
     *
     * @throws JournalDamaged if it lacks or altered anything that was acknowledged; the file is closed and left as it is
     * @throws IOException if it cannot be read, or another process holds it
     */
    public static PurgeJournal reopen(JournalFile file, Consumer<PurgeRecord> records, Replacement replacement)
            throws IOException, JournalDamaged {
        try {
            JournalHeader found = JournalReader.header(file);
            Checkpoints checkpoints = new Checkpoints(found);
            JournalHeader good = new JournalReader(file, found).replay(records, checkpoints);
            PurgeJournal journal = new PurgeJournal(file, good, replacement, checkpoints);
            journal.records = good.ackedNumber() - good.firstNumber() + 1;
            journal.settleTail();
            return journal;
        } catch (IOException | JournalDamaged e) {
            file.close();
            throw e;
        }
    }

    /** The journal's random identity. */
    public long incarnation() {
        return header.incarnation();
    }

    /** The newest record's number. */
    public long lastNumber() {
        return header.ackedNumber();
    }

    /** How many records were replayed when it was opened. */
    public long records() {
        return records;
    }

    @Override
    public void append(List<byte[]> frames, JournalProgress progress) throws IOException {
        if (tailInDoubt) {
            settleTail();
        }
        tailInDoubt = true;
        ByteBuffer group = joined(frames);
        long start = header.ackedEnd();
        JournalHeader next = header.with(marked(progress, start + group.remaining()));
        try {
            file.write(group, start);
            file.sync();
            file.write(next.encodeMark(), JournalHeader.MARK_OFFSET);
        } catch (IOException e) {
            settleTailAfter(e);
            throw e;
        }
        header = next;
        checkpoints.note(next.ackedNumber(), next.ackedEnd());
        tailInDoubt = false;
    }

    private static JournalMark marked(JournalProgress progress, long end) {
        return new JournalMark(progress.lastNumber(), end, progress.deliveredNumber(), progress.position());
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
    public long retire(long number, long standIn) throws IOException {
        JournalHeader before = header;
        Checkpoints.Place cut = checkpoints.lastUpTo(number);
        long kept = before.ackedEnd() - cut.end();
        if (cut.number() < before.firstNumber()
                || before.ackedEnd() < WORTH_SHORTENING_BYTES
                || kept > before.ackedEnd() / 2) {
            return before.firstNumber() - 1;
        }
        JournalMark mark = before.mark();
        JournalHeader after = new JournalHeader(
                before.incarnation(),
                cut.number() + 1,
                standIn,
                new JournalMark(
                        mark.ackedNumber(), JournalHeader.BYTES + kept, mark.deliveredNumber(), mark.position()));
        JournalFile old = file;
        file = replacement.make(shorter -> {
            shorter.write(after.encode(), 0);
            copy(old, cut.end(), shorter, kept);
        });
        header = after;
        checkpoints.moved(cut, JournalHeader.BYTES);
        old.close();
        return cut.number();
    }

    private static void copy(JournalFile from, long start, JournalFile to, long length) throws IOException {
        ByteBuffer part = ByteBuffer.allocate(COPY_BYTES);
        for (long done = 0; done < length; ) {
            part.clear().limit((int) Math.min(COPY_BYTES, length - done));
            from.read(part, start + done);
            int count = part.position();
            if (count == 0) {
                throw new IOException("the journal ends before its records do");
            }
            to.write(part.flip(), JournalHeader.BYTES + done);
            done += count;
        }
    }

    @Override
    public long sizeBytes() {
        return header.ackedEnd();
    }

    /** Closes a journal that nobody goes on with, and leaves it as it is. */
    public void abandon() throws IOException {
        file.close();
    }

    @Override
    public void close(JournalProgress progress) throws IOException {
        if (!tailInDoubt) {
            header = header.with(marked(progress, header.ackedEnd()));
            file.write(header.encodeMark(), JournalHeader.MARK_OFFSET);
        }
        file.sync();
        file.close();
    }
}
