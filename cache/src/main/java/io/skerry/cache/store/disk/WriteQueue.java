package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.RefusalCause;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.disk.WaitingWrites.Version;
import org.jspecify.annotations.Nullable;

/**
 * Responses in memory that wait to be written: bounded by number and bytes, refused beyond. Any thread may queue; store
 * threads write.
 */
final class WriteQueue {

    private static final int MOST_QUEUED = 8192;

    private final DiskParts parts;
    private final ShardLoader loader;
    private final DiskWriter writer;
    private final DiskCounters counters;
    private final long mostBytes;
    private final WaitingWrites waiting = new WaitingWrites();

    WriteQueue(DiskParts parts, ShardLoader loader, DiskWriter writer, long mostBytes) {
        this.parts = parts;
        this.loader = loader;
        this.writer = writer;
        this.counters = parts.counters();
        this.mostBytes = mostBytes;
    }

    /** Queues a response, or refuses it. {@code response.done()} is called on every path. */
    void add(DiskWrite response) {
        long bytes = response.lengthBytes();
        boolean room = counters.queuedWrites.incrementAndGet() <= MOST_QUEUED;
        room &= counters.queuedBytes.addAndGet(bytes) <= mostBytes;
        RefusalCause refused = room ? refusal(bytes) : RefusalCause.WRITE_QUEUE;
        if (refused == null) {
            refused = queue(response, bytes);
        }
        if (refused != null) {
            counters.refusals.count(refused);
            done(response, bytes);
        }
    }

    /** Stores the head of a response that arrived straight in a file, on the calling store thread. */
    Commit commitFile(StoredHead head, BodyPlace.InFile place) {
        return writer.commitFile(head, place, () -> supersede(head.key(), head.variant()));
    }

    /** A newer version of a variant comes into force: what waits of older ones is not written any more. */
    void supersede(CacheKey key, VariantKey variant) {
        waiting.supersede(DiskEntry.probe(key, variant));
    }

    /** Shards are preallocated and take records however full the disk is; files need a disk that is well. */
    private @Nullable RefusalCause refusal(long bytes) {
        return bytes <= EntryCodec.MAX_INLINE_BYTES || parts.admitsFiles() ? null : RefusalCause.UNAVAILABLE;
    }

    private @Nullable RefusalCause queue(DiskWrite response, long bytes) {
        StoredHead head = response.head();
        DiskEntry variant = DiskEntry.probe(head.key(), head.variant());
        Version version = waiting.begin(variant);
        boolean queued = queue(() -> {
            try {
                write(response, version, bytes);
            } finally {
                waiting.end(variant, version);
            }
        });
        if (!queued) {
            waiting.end(variant, version);
        }
        return queued ? null : RefusalCause.UNAVAILABLE;
    }

    /** While no shard takes records yet, what is to be written waits without a thread: those are for arriving bodies. */
    private boolean queue(Runnable task) {
        if (loader.takesRecords()) {
            return parts.threads().write(task);
        }
        loader.whenTakingRecords(task);
        return true;
    }

    private void write(DiskWrite response, Version version, long bytes) {
        try {
            writer.write(response, () -> response.withdrawn() || version.superseded());
        } catch (RuntimeException | Error e) {
            parts.faults().failed("a response cannot be written", e);
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
