package io.skerry.cache.purge.journal;

import io.skerry.cache.purge.record.JournalDamaged;
import io.skerry.cache.purge.record.PurgeRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pages of a journal that is being written. Only what was acknowledged is looked at, and a journal that is replaced meanwhile is
 * read to its end as it was. Walks the whole file: the sweeper keeps it short. Blocks.
 */
public final class JournalPages {

    private static final int ATTEMPTS = 3;

    private JournalPages() {}

    /**
     * The purges behind a number.
     *
     * @throws IOException if the journal cannot be read
     */
    public static JournalPage read(Path journal, long since, int most) throws IOException {
        JournalDamaged damage = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (AcknowledgedPart part = AcknowledgedPart.open(journal)) {
                Page page = new Page(since, most);
                new JournalReader(part, part.header).replay(page::take, new Checkpoints(part.header));
                return page.finished(part.header);
            } catch (JournalDamaged e) {
                // The header is rewritten in place: who reads it at that very moment sees half of each.
                damage = e;
            }
        }
        throw new IOException("the purge journal cannot be read", damage);
    }

    /** Collects the entries of a page. */
    private static final class Page {
        private final long since;
        private final int most;
        private final List<JournalPage.Entry> entries = new ArrayList<>();
        private long last;

        Page(long since, int most) {
            this.since = since;
            this.most = most;
            this.last = since;
        }

        void take(PurgeRecord record) {
            if (record.number() <= since || entries.size() == most) {
                return;
            }
            last = record.number();
            switch (record) {
                case PurgeRecord.Mark mark -> {}
                case PurgeRecord.Purge purge ->
                    entries.add(new JournalPage.Entry(
                            purge.number(),
                            purge.id(),
                            Instant.ofEpochMilli(purge.epochMillis()),
                            purge.mode(),
                            purge.selectors()));
            }
        }

        JournalPage finished(JournalHeader header) {
            return new JournalPage(entries, header.firstNumber(), last, header.ackedNumber());
        }
    }

    /** The file as far as its header says that it is good. */
    private static final class AcknowledgedPart implements JournalFile, AutoCloseable {
        private final FileChannel channel;
        private final JournalHeader header;

        private AcknowledgedPart(FileChannel channel, JournalHeader header) {
            this.channel = channel;
            this.header = header;
        }

        static AcknowledgedPart open(Path journal) throws IOException, JournalDamaged {
            FileChannel channel = FileChannel.open(journal, StandardOpenOption.READ);
            try {
                ByteBuffer bytes = ByteBuffer.allocate(JournalHeader.BYTES);
                readFully(channel, bytes, 0);
                return new AcknowledgedPart(channel, JournalHeader.decode(bytes.flip()));
            } catch (IOException | JournalDamaged e) {
                channel.close();
                throw e;
            }
        }

        @Override
        public long size() {
            return header.ackedEnd();
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            int limit = into.limit();
            into.limit((int) Math.min(limit, into.position() + Math.max(0, size() - position)));
            readFully(channel, into, position);
            into.limit(limit);
        }

        private static void readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
            long at = position;
            while (into.hasRemaining()) {
                int read = channel.read(into, at);
                if (read < 0) {
                    return;
                }
                at += read;
            }
        }

        @Override
        public void write(ByteBuffer from, long position) {
            throw new UnsupportedOperationException("opened for reading");
        }

        @Override
        public void sync() {
            throw new UnsupportedOperationException("opened for reading");
        }

        @Override
        public void truncate(long length) {
            throw new UnsupportedOperationException("opened for reading");
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
