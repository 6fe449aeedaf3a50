package io.skerry.cache.purge;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.PurgeReceipt.RefusedReason;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
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

    private static final int MAX_GROUP = 1_024;
    private static final int MAX_WAITING = 16_384;

    /** Ends the thread's waiting, and is no work. */
    private static final Work WAKE = new Tick(new CompletableFuture<>());

    private final RecordSink sink;
    private final PurgeIndex index;
    private final PublishedSeq published;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final BlockingQueue<Work> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final LongAdder refused = new LongAdder();
    private volatile boolean closing;
    private boolean failing;
    private boolean defective;

    PurgeWriter(RecordSink sink, PurgeIndex index, PublishedSeq published, InstantSource clock) {
        this.sink = sink;
        this.index = index;
        this.published = published;
        this.clock = clock;
    }

    /** Hands a purge to the writer. Completes on the writer's thread. Never blocks. */
    CompletionStage<PurgeReceipt> submit(List<PurgeSelector> selectors, PurgeMode mode) {
        return submit(new Order(List.copyOf(selectors), mode, new CompletableFuture<>()));
    }

    /** Asks for a record that purges nothing, so that invalidations get fresh numbers. Never blocks. */
    CompletionStage<PurgeReceipt> submitMark() {
        return submit(new Tick(new CompletableFuture<>()));
    }

    private CompletionStage<PurgeReceipt> submit(Work work) {
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

    @Override
    public void run() {
        List<Work> group = new ArrayList<>();
        while (!closing || !waiting.isEmpty()) {
            try {
                group.add(waiting.take());
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
            sink.close();
        } catch (IOException e) {
            LOG.warn("closing the purge journal failed: {}", e.toString());
        }
        ended.complete(null);
    }

    private void commitOrFail(List<Work> group) {
        try {
            if (defective) {
                group.forEach(work -> refuse(work, RefusedReason.JOURNAL_UNWRITABLE));
            } else {
                commit(group);
            }
        } catch (RuntimeException | Error defect) {
            // What is on disk and what is indexed may differ now; numbers must not be given twice. A restart replays
            // the journal.
            defective = true;
            LOG.error("the purge log has a defect; purges are refused until the node restarts", defect);
            group.forEach(work -> refuse(work, RefusedReason.JOURNAL_UNWRITABLE));
        }
    }

    private void commit(List<Work> group) {
        Batch batch = new Batch(published.lastRecord());
        long now = clock.millis();
        for (Work work : group) {
            if (!batch.add(work, record(work, batch.nextNumber(), now))) {
                refuse(work, RefusedReason.TOO_LARGE);
            }
        }
        if (batch.frames.isEmpty()) {
            return;
        }
        try {
            sink.append(batch.frames, batch.nextNumber() - 1);
            failing = false;
        } catch (IOException e) {
            logFailure(e);
            batch.accepted.forEach(work -> refuse(work, RefusedReason.JOURNAL_UNWRITABLE));
            return;
        }
        putInForce(batch);
    }

    private void putInForce(Batch batch) {
        for (PurgeRecord record : batch.records) {
            index.add(record, published.ofRecord(record.number()));
        }
        published.publishRecord(batch.nextNumber() - 1);
        for (int i = 0; i < batch.accepted.size(); i++) {
            batch.accepted.get(i).receipt().complete(receipt(batch.records.get(i)));
        }
    }

    private PurgeRecord record(Work work, long number, long now) {
        return switch (work) {
            case Order order ->
                new PurgeRecord.Purge(
                        number,
                        PurgeId.of(now, random.nextLong(), random.nextLong()),
                        now,
                        order.mode(),
                        order.selectors());
            case Tick tick -> new PurgeRecord.Mark(number);
        };
    }

    private static PurgeReceipt receipt(PurgeRecord record) {
        PurgeId id = switch (record) {
            case PurgeRecord.Purge purge -> purge.id();
            case PurgeRecord.Mark mark -> new PurgeId(0, mark.number());
        };
        return new PurgeReceipt.InForce(id, record.number());
    }

    private void refuse(Work work, RefusedReason reason) {
        refused.increment();
        work.receipt().complete(new PurgeReceipt.Refused(reason));
    }

    private void refuseWaiting() {
        for (Work work = waiting.poll(); work != null; work = waiting.poll()) {
            refuse(work, RefusedReason.CLOSING);
        }
    }

    private void logFailure(IOException e) {
        if (!failing) {
            LOG.error("the purge journal cannot be written; purges are refused until it can", e);
        }
        failing = true;
    }

    private sealed interface Work {

        CompletableFuture<PurgeReceipt> receipt();
    }

    private record Order(List<PurgeSelector> selectors, PurgeMode mode, CompletableFuture<PurgeReceipt> receipt)
            implements Work {}

    private record Tick(CompletableFuture<PurgeReceipt> receipt) implements Work {}

    /** The group being written. */
    private static final class Batch {
        final List<Work> accepted = new ArrayList<>();
        final List<PurgeRecord> records = new ArrayList<>();
        final List<byte[]> frames = new ArrayList<>();
        private final long lastNumber;

        Batch(long lastNumber) {
            this.lastNumber = lastNumber;
        }

        long nextNumber() {
            return lastNumber + frames.size() + 1;
        }

        boolean add(Work work, PurgeRecord record) {
            byte[] frame = RecordCodec.encode(record);
            if (frame.length > RecordCodec.FRAME_BYTES + RecordCodec.MAX_PAYLOAD_BYTES) {
                return false;
            }
            accepted.add(work);
            records.add(record);
            frames.add(frame);
            return true;
        }
    }
}
