package io.skerry.cache.store.disk;

import io.skerry.cache.store.RefusalCause;
import org.jspecify.annotations.Nullable;

/**
 * Responses in memory that wait to be written: bounded by number and bytes, refused beyond. Any thread may queue; store
 * threads write.
 */
final class WriteQueue {

    private static final int MOST_QUEUED = 8192;

    private final DiskTier tier;
    private final DiskWriter writer;
    private final DiskCounters counters;
    private final long mostBytes;

    WriteQueue(DiskTier tier, DiskWriter writer, DiskCounters counters, long mostBytes) {
        this.tier = tier;
        this.writer = writer;
        this.counters = counters;
        this.mostBytes = mostBytes;
    }

    /** Queues a response, or refuses it. {@code response.done()} is called on every path. */
    void add(DiskWrite response) {
        long bytes = response.lengthBytes();
        boolean room = counters.queuedWrites.incrementAndGet() <= MOST_QUEUED;
        room &= counters.queuedBytes.addAndGet(bytes) <= mostBytes;
        RefusalCause refused = room ? refusal(bytes) : RefusalCause.WRITE_QUEUE;
        if (refused == null && !queue(() -> write(response, bytes))) {
            refused = RefusalCause.UNAVAILABLE;
        }
        if (refused != null) {
            counters.refusals.count(refused);
            done(response, bytes);
        }
    }

    /** Shards are preallocated and take records however full the disk is; files need a disk that is well. */
    private @Nullable RefusalCause refusal(long bytes) {
        return bytes <= EntryCodec.MAX_INLINE_BYTES || tier.admitsFiles() ? null : RefusalCause.UNAVAILABLE;
    }

    /** While no shard takes records yet, what is to be written waits without a thread: those are for arriving bodies. */
    private boolean queue(Runnable task) {
        if (tier.takesRecords()) {
            return tier.threads().write(task);
        }
        tier.whenTakingRecords(task);
        return true;
    }

    private void write(DiskWrite response, long bytes) {
        try {
            writer.write(response);
        } catch (RuntimeException | Error e) {
            tier.faults().failed("a response cannot be written", e);
        } finally {
            done(response, bytes);
        }
    }

    private void done(DiskWrite response, long bytes) {
        counters.queuedWrites.decrementAndGet();
        counters.queuedBytes.addAndGet(-bytes);
        response.done();
    }
}
