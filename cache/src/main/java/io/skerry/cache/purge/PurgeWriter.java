package io.skerry.cache.purge;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.PurgeReceipt.RefusedReason;
import io.skerry.cache.purge.index.PurgeIndex;
import io.skerry.cache.purge.journal.JournalProgress;
import io.skerry.cache.purge.journal.RecordSink;
import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.PeerPurge;
import io.skerry.cache.purge.record.PurgeId;
import io.skerry.cache.purge.record.PurgeRecord;
import io.skerry.cache.purge.record.PurgeScope;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that puts purges in force, in this order: append, synchronise, index, publish, answer.
 *
 * <p>Published before it is indexed, a purge would be missed for good: a reader would raise its cursor past a record that it could
 * not see. Answered before it is synchronised, it would be lost in a crash. Purges that arrive while the disk works form the next
 * group, so many cost one synchronisation.
 */
final class PurgeWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(PurgeWriter.class);

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long RETRY_SECONDS = 2;
    private static final int MAX_GROUP = 1_024;
    private static final int MAX_WAITING = 16_384;

    /** Ends the thread's waiting, and is no work. */
    private static final PurgeWork WAKE = new PurgeWork.Tick(new CompletableFuture<>());

    private final RecordSink sink;
    private final PurgeIndex index;
    private final PublishedSeq published;
    private final InstantSource clock;
    private final KnownIds known;
    private final Outbox outbox;
    private final BlockingQueue<PurgeWork> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final LongAdder refused = new LongAdder();
    private volatile PurgeWatcher watcher = PurgeWatcher.NOBODY;
    private volatile ClusterPosition position;
    private volatile boolean closing;
    private volatile boolean failing;
    /** In nanoseconds; null while nothing is written. */
    private volatile @Nullable Long writingSince;

    private boolean defective;

    PurgeWriter(RecoveredJournal journal, PublishedSeq published, InstantSource clock) {
        this.sink = journal.sink();
        this.index = journal.index();
        this.known = journal.known();
        this.outbox = journal.outbox();
        this.position = journal.position();
        this.published = published;
        this.clock = clock;
    }

    /** Hands a purge to the writer. Completes on the writer's thread. Never blocks. */
    CompletionStage<PurgeReceipt> submit(List<PurgeSelector> selectors, PurgeMode mode, PurgeScope scope) {
        return submit(new PurgeWork.Local(List.copyOf(selectors), mode, scope, new CompletableFuture<>()));
    }

    /** Hands purges that have ids to the writer. */
    CompletionStage<PurgeReceipt> submitPeers(List<PeerPurge> orders, PurgeScope scope, ClusterPosition upTo) {
        return submit(new PurgeWork.Peers(List.copyOf(orders), scope, upTo, new CompletableFuture<>()));
    }

    /** Asks for a record that purges nothing, so that invalidations get fresh numbers. Never blocks. */
    CompletionStage<PurgeReceipt> submitMark() {
        return submit(new PurgeWork.Tick(new CompletableFuture<>()));
    }

    /** Asks to forget the records up to a number. */
    CompletionStage<PurgeReceipt> submitRetirement(long number) {
        return submit(new PurgeWork.Retire(number, new CompletableFuture<>()));
    }

    private CompletionStage<PurgeReceipt> submit(PurgeWork work) {
        if (closing) {
            refuse(work, RefusedReason.CLOSING);
        } else if (!waiting.offer(work)) {
            refuse(work, RefusedReason.OVERLOADED);
        } else if (closing) {
            // The writer may have emptied the queue for the last time between the check and the offer.
            refuseWaiting();
        }
        return work.receipt();
    }

    /** Takes no more purges, finishes those that wait, closes the journal. Completes when the thread has ended. */
    CompletionStage<Void> close() {
        closing = true;
        if (!waiting.offer(WAKE)) {
            LOG.debug("the purge log has a full queue to finish, and needs no waking");
        }
        return ended;
    }

    /** Purges that were refused since start. */
    long refused() {
        return refused.sum();
    }

    /** Purges that wait for the disk. */
    int waiting() {
        return waiting.size();
    }

    /** Whether the journal takes records. */
    JournalHealth health() {
        Long since = writingSince;
        if (since != null && System.nanoTime() - since > PATIENCE_NANOS) {
            return JournalHealth.STANDING_STILL;
        }
        return failing ? JournalHealth.UNWRITABLE : JournalHealth.WRITABLE;
    }

    /** How far the cluster's log is applied and durable here. */
    ClusterPosition position() {
        return position;
    }

    /** Who hears of purges from now on. */
    void watchedBy(PurgeWatcher newWatcher) {
        watcher = newWatcher;
    }

    @Override
    public void run() {
        List<PurgeWork> group = new ArrayList<>();
        while (!closing || !waiting.isEmpty()) {
            try {
                group.add(next());
            } catch (InterruptedException e) {
                // Nobody has reason to interrupt this thread; ending it would leave purges unanswered.
                LOG.warn("the purge log's thread was interrupted, and goes on");
                continue;
            }
            waiting.drainTo(group, MAX_GROUP - 1);
            group.removeIf(WAKE::equals);
            commitOrFail(group);
            group.clear();
        }
        refuseWaiting();
        try {
            sink.close(progress(published.lastRecord(), position));
        } catch (IOException e) {
            LOG.warn("closing the purge journal failed: {}", e.toString());
        }
        ended.complete(null);
    }

    /** While the journal takes no records and nobody asks for any, whether it takes them again is tried with one that purges nothing. */
    private PurgeWork next() throws InterruptedException {
        PurgeWork asked = failing ? waiting.poll(RETRY_SECONDS, TimeUnit.SECONDS) : waiting.take();
        return asked == null ? new PurgeWork.Tick(new CompletableFuture<>()) : asked;
    }

    private JournalProgress progress(long lastNumber, ClusterPosition at) {
        return new JournalProgress(lastNumber, Math.min(lastNumber, outbox.deliveredUpTo()), at);
    }

    private void commitOrFail(List<PurgeWork> group) {
        try {
            if (defective) {
                group.forEach(work -> refuse(work, RefusedReason.JOURNAL_UNWRITABLE));
            } else {
                commit(group);
                group.forEach(this::retire);
            }
        } catch (RuntimeException | Error defect) {
            // What is on disk and what is indexed may differ now; numbers must not be given
            // twice. A restart replays the journal.
            defective = true;
            LOG.error("the purge log has a defect; purges are refused until the node restarts", defect);
            group.forEach(work -> refuse(work, RefusedReason.JOURNAL_UNWRITABLE));
        }
    }

    private void commit(List<PurgeWork> group) {
        PurgeBatch batch = new PurgeBatch(progress(published.lastRecord(), position), clock.millis(), known);
        for (PurgeWork work : group) {
            batch.add(work).ifPresent(reason -> refuse(work, reason));
        }
        if (durable(batch)) {
            putInForce(batch);
        } else {
            batch.answers().forEach(answer -> refuse(answer.work(), RefusedReason.JOURNAL_UNWRITABLE));
        }
    }

    private boolean durable(PurgeBatch batch) {
        if (batch.frames().isEmpty()) {
            return true;
        }
        writingSince = System.nanoTime();
        try {
            sink.append(batch.frames(), progress(batch.lastNumber(), batch.position()));
            failing = false;
            return true;
        } catch (IOException e) {
            logFailure(e);
            return false;
        } finally {
            writingSince = null;
        }
    }

    private void putInForce(PurgeBatch batch) {
        for (PurgeRecord record : batch.records()) {
            index.add(record, published.ofRecord(record.number()));
            known.add(record);
            outbox.add(record);
        }
        if (!batch.records().isEmpty()) {
            published.publishRecord(batch.lastNumber());
        }
        position = batch.position();
        for (PurgeRecord record : batch.records()) {
            if (record instanceof PurgeRecord.Purge purge) {
                watcher.purged(purge.selectors(), purge.mode());
            }
        }
        batch.answers().forEach(PurgeBatch.Answer::complete);
    }

    /** Records that wait for the cluster stay, whatever is asked, but for those that another stands for. */
    private void retire(PurgeWork work) {
        if (!(work instanceof PurgeWork.Retire retire)) {
            return;
        }
        try {
            long standIn = outbox.standIn();
            long unneeded = standIn == 0 ? outbox.deliveredUpTo() : standIn - 1;
            long retired = sink.retire(Math.min(retire.number(), unneeded), standIn);
            // Before the marks go: who finds them gone must find out why.
            index.retiredUpTo(published.ofRecord(retired));
            retire.receipt().complete(new PurgeReceipt.InForce(new PurgeId(0, retired), retired));
        } catch (IOException e) {
            LOG.warn("the purge journal could not be shortened: {}", e.toString());
            refuse(work, RefusedReason.JOURNAL_UNWRITABLE);
        }
    }

    private void refuse(PurgeWork work, RefusedReason reason) {
        if (!(work instanceof PurgeWork.Tick)) {
            refused.increment();
        }
        work.receipt().complete(new PurgeReceipt.Refused(reason));
    }

    private void refuseWaiting() {
        for (PurgeWork work = waiting.poll(); work != null; work = waiting.poll()) {
            refuse(work, RefusedReason.CLOSING);
        }
    }

    private void logFailure(IOException e) {
        if (!failing) {
            LOG.error("the purge journal cannot be written; purges are refused until it can", e);
        }
        failing = true;
    }
}
