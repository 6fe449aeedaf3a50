package io.skerry.cache.purge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a purge log starts from.
 *
 * @param sink where its records go
 * @param incarnation the journal's random identity
 * @param lastNumber the newest record's number, 0 for none
 * @param index what the records purge
 * @param recovery how it was found
 */
record RecoveredJournal(
        RecordSink sink, long incarnation, long lastNumber, PurgeIndex index, JournalRecovery recovery) {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveredJournal.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A log without a past. */
    static RecoveredJournal empty(RecordSink sink) {
        return new RecoveredJournal(
                sink, RANDOM.nextLong(), 0, newIndex(IndexLimits.DEFAULT), new JournalRecovery.Created());
    }

    /** The journal in a folder, replayed; an empty one of another incarnation where there is none or none to be trusted. */
    static RecoveredJournal recover(Path folder, IndexLimits limits) throws IOException {
        Path path = PurgeJournal.in(folder);
        if (!Files.exists(path)) {
            return created(path, limits, new JournalRecovery.Created());
        }
        PurgeIndex index = newIndex(limits);
        try {
            PurgeJournal journal = PurgeJournal.reopen(
                    LockedFile.open(path), record -> index.add(record, record.number() << PublishedSeq.LOCAL_BITS));
            JournalRecovery replayed = new JournalRecovery.Replayed(journal.lastNumber());
            return new RecoveredJournal(journal, journal.incarnation(), journal.lastNumber(), index, replayed);
        } catch (JournalDamaged e) {
            LOG.error("the purge journal {} is damaged ({}); everything stored is dropped", path, e.getMessage());
            return created(path, limits, new JournalRecovery.Damaged(e.what()));
        }
    }

    private static RecoveredJournal created(Path path, IndexLimits limits, JournalRecovery recovery)
            throws IOException {
        PurgeJournal journal = PurgeJournal.create(path, RANDOM.nextLong(), 1);
        return new RecoveredJournal(journal, journal.incarnation(), journal.lastNumber(), newIndex(limits), recovery);
    }

    private static PurgeIndex newIndex(IndexLimits limits) {
        return new PurgeIndex(RANDOM.nextLong(), limits);
    }
}
