package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.store.memory.Piece;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A segment file fed by an arriving body.
 *
 * <p>One store thread at a time works the queue off; the queue is short because the fill tells its writer to pause. The
 * queue's lock is held for its steps only, never during a file call.
 */
final class SegmentSpill implements Spill {

    private record Chunk(Piece piece, int at, int count) {}

    private record Ending(StoredHead head, CompletableFuture<Commit> outcome) {}

    private final DiskTier tier;
    private final Spill.Listener listener;
    private final ArrayDeque<Chunk> queue = new ArrayDeque<>();
    private boolean working;
    private boolean released;
    private boolean closed;
    private @Nullable Ending ending;
    private long reservedBytes;
    private volatile boolean failed;
    private volatile boolean stored;
    private volatile @Nullable SegmentWriter writer;

    SegmentSpill(DiskTier tier, long reservedBytes, Spill.Listener listener) {
        this.tier = tier;
        this.reservedBytes = reservedBytes;
        this.listener = listener;
    }

    @Override
    public void append(Piece piece, int at, int count) {
        synchronized (this) {
            if (!failed && !closed) {
                queue.add(new Chunk(piece, at, count));
                work();
                return;
            }
        }
        piece.release();
    }

    @Override
    public long readableBytes() {
        SegmentWriter open = writer;
        return open == null ? 0 : open.verifiableBytes();
    }

    @Override
    public SliceReader reader() {
        SegmentWriter open = writer;
        if (open == null) {
            throw new IllegalStateException("nothing can be read yet");
        }
        return tier.sliceReader(open);
    }

    @Override
    public synchronized CompletionStage<Commit> commit(StoredHead head) {
        CompletableFuture<Commit> outcome = new CompletableFuture<>();
        ending = new Ending(head, outcome);
        work();
        return outcome;
    }

    @Override
    public synchronized void release() {
        released = true;
        work();
    }

    /** Called with the lock held. */
    private void work() {
        if (working) {
            return;
        }
        working = tier.threads().write(this::workOff);
        if (!working) {
            // The store is closing: its threads end, and so does this file.
            failed = true;
            drop();
            if (ending != null) {
                ending.outcome().complete(new Commit.NotStored(RefusedReason.CLOSING));
                ending = null;
            }
        }
    }

    private void workOff() {
        while (true) {
            Chunk chunk;
            Ending end = null;
            synchronized (this) {
                chunk = queue.poll();
                if (chunk == null) {
                    end = ending;
                    ending = null;
                    if (end == null) {
                        working = false;
                        if (!released || closed) {
                            return;
                        }
                        closed = true;
                    }
                }
            }
            if (chunk != null) {
                write(chunk);
            } else if (end != null) {
                end.outcome().complete(finish(end.head()));
            } else {
                close();
                return;
            }
        }
    }

    private void write(Chunk chunk) {
        boolean grew = false;
        try {
            if (!failed) {
                SegmentWriter open = openWriter();
                reserve(open, chunk.count());
                grew = open.write(chunk.piece().readable(chunk.at(), chunk.count()));
            }
        } catch (IOException e) {
            fail(e);
        } finally {
            chunk.piece().release();
        }
        if (grew) {
            listener.grew();
        }
    }

    private SegmentWriter openWriter() throws IOException {
        SegmentWriter open = writer;
        if (open == null) {
            open = tier.newSegment();
            writer = open;
        }
        return open;
    }

    private long writtenBytes;

    /** A body of unknown length reserves as it grows. */
    private void reserve(SegmentWriter open, int count) throws IOException {
        writtenBytes += count;
        if (writtenBytes > reservedBytes) {
            if (!tier.reserveFile(writtenBytes)) {
                throw new IOException("no room for a file of " + writtenBytes + " bytes: " + open.fileId());
            }
            reservedBytes += writtenBytes;
        }
    }

    private void fail(IOException e) {
        failed = true;
        tier.fault("a segment file cannot be written", e);
        synchronized (this) {
            drop();
        }
        listener.failed();
    }

    private void drop() {
        queue.forEach(chunk -> chunk.piece().release());
        queue.clear();
    }

    private Commit finish(StoredHead head) {
        SegmentWriter open = writer;
        if (failed || open == null) {
            return new Commit.NotStored(RefusedReason.DISK_UNAVAILABLE);
        }
        try {
            BodyPlace.InFile place = open.finish();
            Commit outcome = tier.commitFile(head, place);
            stored = outcome instanceof Commit.Stored;
            listener.grew();
            return outcome;
        } catch (IOException e) {
            fail(e);
            return new Commit.NotStored(RefusedReason.DISK_UNAVAILABLE);
        }
    }

    private void close() {
        tier.releaseFile(reservedBytes);
        SegmentWriter open = writer;
        if (open == null) {
            return;
        }
        try {
            open.close(stored);
        } catch (IOException e) {
            tier.fault("a segment file cannot be closed", e);
        }
    }
}
