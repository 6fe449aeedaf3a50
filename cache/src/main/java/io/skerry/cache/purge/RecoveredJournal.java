package io.skerry.cache.purge;

import io.skerry.cache.purge.index.IndexLimits;
import io.skerry.cache.purge.index.PurgeIndex;
import io.skerry.cache.purge.index.TagCase;
import io.skerry.cache.purge.journal.DiskFile;
import io.skerry.cache.purge.journal.JournalHeader;
import io.skerry.cache.purge.journal.JournalHome;
import io.skerry.cache.purge.journal.JournalLock;
import io.skerry.cache.purge.journal.JournalSeal;
import io.skerry.cache.purge.journal.PurgeJournal;
import io.skerry.cache.purge.journal.RecordSink;
import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.JournalDamaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a purge log starts from.
 *
 * @param sink where its records go
 * @param state what the records said
 * @param recovery how it was found
 */
record RecoveredJournal(RecordSink sink, State state, JournalRecovery recovery) {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveredJournal.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * What records come to.
     *
     * @param incarnation the journal's random identity
     * @param lastNumber the newest record's number, 0 for none
     * @param index what they purge
     * @param known purges that need not be applied again
     * @param outbox what the cluster does not have yet
     * @param position how far the cluster's log is applied
     */
    record State(
            long incarnation,
            long lastNumber,
            PurgeIndex index,
            KnownIds known,
            Outbox outbox,
            ClusterPosition position) {

        private static State empty(long incarnation, PurgeIndex index) {
            return new State(incarnation, 0, index, new KnownIds(), new Outbox(0), ClusterPosition.NONE);
        }
    }

    long incarnation() {
        return state.incarnation();
    }

    long lastNumber() {
        return state.lastNumber();
    }

    PurgeIndex index() {
        return state.index();
    }

    KnownIds known() {
        return state.known();
    }

    Outbox outbox() {
        return state.outbox();
    }

    ClusterPosition position() {
        return state.position();
    }

    /** A log without a past. */
    static RecoveredJournal empty(RecordSink sink, TagCase tagCase) {
        return new RecoveredJournal(
                sink,
                State.empty(RANDOM.nextLong(), newIndex(IndexLimits.DEFAULT, tagCase)),
                new JournalRecovery.Created());
    }

    /** The journal in a folder, replayed; an empty one of another incarnation where there is none or none to be trusted. */
    static RecoveredJournal recover(Path folder, IndexLimits limits, TagCase tagCase) throws IOException {
        JournalLock lock = JournalLock.take(folder);
        try {
            JournalHome home = JournalHome.of(folder, lock.file());
            JournalSeal seal = new JournalSeal(folder);
            // Nothing is written where nothing has changed: a full disk keeps nobody from starting.
            boolean ours = home.isOurs() && seal.isWhole();
            RecoveredJournal found = ours
                    ? atHome(PurgeJournal.in(folder), seal, () -> newIndex(limits, tagCase))
                    : fromElsewhere(PurgeJournal.in(folder), newIndex(limits, tagCase));
            if (!ours) {
                home.take();
            }
            if (!(found.recovery() instanceof JournalRecovery.Replayed)) {
                seal.renew(found.lastNumber());
            }
            return new RecoveredJournal(new KeptSink(found.sink(), seal, lock), found.state(), found.recovery());
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** A folder that was restored from a copy knows nothing of the purges since. */
    private static RecoveredJournal fromElsewhere(Path path, PurgeIndex index) throws IOException {
        if (!Files.exists(path)) {
            return created(path, index, new JournalRecovery.Created());
        }
        String what = "its folder is a copy, or was restored from one";
        LOG.error("the purge journal {} is not used ({}); everything stored is dropped", path, what);
        return created(path, index, new JournalRecovery.Damaged(what));
    }

    private static RecoveredJournal atHome(Path path, JournalSeal seal, Supplier<PurgeIndex> index) throws IOException {
        if (!Files.exists(path)) {
            return created(path, index.get(), new JournalRecovery.Created());
        }
        try {
            return replayed(path, seal, index.get());
        } catch (JournalDamaged e) {
            LOG.error("the purge journal {} is damaged ({}); everything stored is dropped", path, e.getMessage());
            return created(path, index.get(), new JournalRecovery.Damaged(e.what()));
        }
    }

    private static RecoveredJournal replayed(Path path, JournalSeal seal, PurgeIndex index)
            throws IOException, JournalDamaged {
        KnownIds known = new KnownIds();
        DiskFile file = DiskFile.open(path);
        JournalHeader header = PurgeJournal.header(file);
        long delivered = header.mark().deliveredNumber();
        Outbox outbox = new Outbox(delivered);
        PurgeJournal journal = PurgeJournal.reopen(
                file,
                record -> {
                    index.add(record, record.number() << PublishedSeq.LOCAL_BITS);
                    known.add(record);
                    outbox.recover(record, header.standIn());
                },
                PurgeJournal.replacing(path));
        check(journal, seal);
        index.retiredUpTo((header.firstNumber() - 1) << PublishedSeq.LOCAL_BITS);
        State state = new State(
                journal.incarnation(),
                journal.lastNumber(),
                index,
                known,
                outbox,
                header.mark().position());
        return new RecoveredJournal(journal, state, new JournalRecovery.Replayed(journal.records()));
    }

    private static void check(PurgeJournal journal, JournalSeal seal) throws IOException, JournalDamaged {
        try {
            seal.check(journal.lastNumber());
        } catch (IOException | JournalDamaged e) {
            journal.abandon();
            throw e;
        }
    }

    private static RecoveredJournal created(Path path, PurgeIndex index, JournalRecovery recovery) throws IOException {
        PurgeJournal journal = PurgeJournal.create(path, RANDOM.nextLong(), 1);
        return new RecoveredJournal(journal, State.empty(journal.incarnation(), index), recovery);
    }

    private static PurgeIndex newIndex(IndexLimits limits, TagCase tagCase) {
        return new PurgeIndex(RANDOM.nextLong(), limits, tagCase);
    }
}
