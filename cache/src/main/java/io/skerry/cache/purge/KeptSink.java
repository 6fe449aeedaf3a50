package io.skerry.cache.purge;

import io.skerry.cache.purge.journal.JournalLock;
import io.skerry.cache.purge.journal.JournalProgress;
import io.skerry.cache.purge.journal.JournalSeal;
import io.skerry.cache.purge.journal.RecordSink;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal that nobody else uses for as long as it is open, and whose folder shows when it was put back to before the last purge. On the
 * writer's thread only.
 */
final class KeptSink implements RecordSink {

    private static final Logger LOG = LoggerFactory.getLogger(KeptSink.class);

    private final RecordSink journal;
    private final JournalSeal seal;
    private final JournalLock lock;
    private boolean sealBehind;

    KeptSink(RecordSink journal, JournalSeal seal, JournalLock lock) {
        this.journal = journal;
        this.seal = seal;
        this.lock = lock;
    }

    @Override
    public void append(List<byte[]> frames, JournalProgress progress) throws IOException {
        journal.append(frames, progress);
        try {
            seal.renew(progress.lastNumber());
            if (sealBehind) {
                LOG.warn("the seal of the purge journal is renewed again");
            }
            sealBehind = false;
        } catch (IOException e) {
            // The purges are durable and in force all the same, and the next renews it.
            if (!sealBehind) {
                LOG.warn(
                        "the seal of the purge journal cannot be renewed; an old copy put back now may not be noticed",
                        e);
            }
            sealBehind = true;
        }
    }

    @Override
    public long retire(long number, long standIn) throws IOException {
        return journal.retire(number, standIn);
    }

    @Override
    public long sizeBytes() {
        return journal.sizeBytes();
    }

    @Override
    public void close(JournalProgress progress) throws IOException {
        try {
            journal.close(progress);
        } finally {
            lock.close();
        }
    }
}
