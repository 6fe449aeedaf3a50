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

    private final DiskParts parts;
    private final ShardLoader loader;
    private final WriteQueue heads;
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

    SegmentSpill(DiskParts parts, ShardLoader loader, WriteQueue heads, long reservedBytes, Spill.Listener listener) {
        this.parts = parts;
        this.loader = loader;
        this.heads = heads;
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
        return parts.sliceReader(open);
    }

    @Override
    public synchronized CompletionStage<Commit> commit(StoredHead head) {
        CompletableFuture<Commit> outcome = new CompletableFuture<>();
        ending = new Ending(head, outcome);
        work();
        return outcome;
    }

    @Override
    public void giveUp() {
        failed = true;
        parts.faults().stalled();
        synchronized (this) {
            drop();
        }
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
        working = parts.threads().write(this::workOff);
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
            } else if (end == null) {
                close();
                return;
            } else if (!settle(end)) {
                return;
            }
        }
    }

    private void write(Chunk chunk) {
        boolean grew = false;
        try {
            if (!failed) {
                SegmentWriter open = openWriter();
                grew = reserve(chunk.count()) && open.write(chunk.piece().readable(chunk.at(), chunk.count()));
            }
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it is: a spill that neither grows nor fails would hold its writer for ever.
            fail(e);
        } finally {
            chunk.piece().release();
        }
        if (grew) {
            parts.faults().written();
            listener.grew();
        }
    }

    private SegmentWriter openWriter() throws IOException {
        SegmentWriter open = writer;
        if (open == null) {
            open = parts.newSegment();
            writer = open;
        }
        return open;
    }

    private long writtenBytes;

    /** A body of unknown length reserves as it grows. */
    private boolean reserve(int count) {
        writtenBytes += count;
        if (writtenBytes > reservedBytes) {
            if (!parts.reserveFile(writtenBytes)) {
                stop();
                return false;
            }
            reservedBytes += writtenBytes;
        }
        return true;
    }

    private void fail(Throwable e) {
        parts.faults().writeFailed("a segment file cannot be written", e);
        stop();
    }

    private void stop() {
        failed = true;
        synchronized (this) {
            drop();
        }
        listener.failed();
    }

    private void drop() {
        queue.forEach(chunk -> chunk.piece().release());
        queue.clear();
    }

    /**
     * Ends the file and stores its head, when there is a shard to store it in.
     *
     * @return whether that has happened; if not, this thread leaves the spill, and it is worked on again once it has
     */
    private boolean settle(Ending end) {
        BodyPlace.InFile place = finish();
        if (place == null) {
            end.outcome().complete(new Commit.NotStored(RefusedReason.DISK_UNAVAILABLE));
            return true;
        }
        if (loader.takesRecords()) {
            commit(end, place);
            return true;
        }
        loader.whenTakingRecords(() -> {
            commit(end, place);
            workOff();
        });
        return false;
    }

    private BodyPlace.@Nullable InFile finish() {
        SegmentWriter open = writer;
        if (failed || open == null) {
            return null;
        }
        try {
            BodyPlace.InFile place = open.finish();
            listener.grew();
            return place;
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
            return null;
        }
    }

    private void commit(Ending end, BodyPlace.InFile place) {
        Commit outcome = new Commit.NotStored(RefusedReason.DISK_UNAVAILABLE);
        // What is stored counts for itself; counted twice, it would put others out, and the longest ones themselves.
        releaseRoom();
        try {
            outcome = heads.commitFile(end.head(), place);
        } catch (RuntimeException | Error e) {
            parts.faults().failed("a head cannot be stored", e);
        }
        stored = outcome instanceof Commit.Stored;
        end.outcome().complete(outcome);
    }

    private void close() {
        releaseRoom();
        SegmentWriter open = writer;
        if (open == null) {
            return;
        }
        try {
            open.close(stored);
        } catch (IOException e) {
            parts.faults().writeFailed("a segment file cannot be closed", e);
        }
    }

    private void releaseRoom() {
        parts.releaseFile(reservedBytes);
        reservedBytes = 0;
    }
}
