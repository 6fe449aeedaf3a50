package io.skerry.cache.store.tiered;

import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.ResponseSink.Role;
import io.skerry.cache.store.disk.SliceReader;
import io.skerry.cache.store.disk.Spill;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One reader of an arriving body. Its fields are guarded by the fill's lock. */
final class FillReader implements BodyLease {

    private final Fill fill;
    private final Role role;
    private long position;
    private int maxBytes;
    private @Nullable CompletableFuture<BodyRead> waiting;
    private @Nullable SliceReader slices;
    private int timesInTheWay;
    private boolean closed;

    FillReader(Fill fill, Role role) {
        this.fill = fill;
        this.role = role;
    }

    @Override
    public OptionalLong lengthBytes() {
        return fill.lengthBytes();
    }

    @Override
    public BodyRead read(long offset, int count) {
        if (offset < 0 || count <= 0) {
            throw new IllegalArgumentException("offset " + offset + ", at most " + count);
        }
        return fill.read(this, offset, count);
    }

    @Override
    public boolean forwardsOnly() {
        return true;
    }

    @Override
    public void close() {
        fill.readerClosed(this);
    }

    Role role() {
        return role;
    }

    /** Everything before it has been taken by this reader. */
    long position() {
        return position;
    }

    int maxBytes() {
        return maxBytes;
    }

    /** How often the watch found others waiting for this reader. */
    int timesInTheWay() {
        return timesInTheWay;
    }

    void inTheWay() {
        timesInTheWay++;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isWaiting() {
        return waiting != null;
    }

    void movedTo(long offset, int count) {
        if (closed) {
            throw new IllegalStateException("read after close");
        }
        if (waiting != null) {
            throw new IllegalStateException("read while the last read is pending");
        }
        position = offset;
        maxBytes = count;
    }

    BodyRead await() {
        waiting = new CompletableFuture<>();
        return new BodyRead.Later(waiting);
    }

    /** The future to complete, which is no longer waiting then. */
    CompletableFuture<BodyRead> wake() {
        CompletableFuture<BodyRead> future = waiting;
        if (future == null) {
            throw new IllegalStateException("not waiting");
        }
        waiting = null;
        return future;
    }

    void markClosed() {
        if (closed) {
            throw new IllegalStateException("closed twice");
        }
        closed = true;
        if (slices != null) {
            slices.close();
        }
    }

    /** This reader's way through the file. */
    SliceReader slices(Spill file) {
        SliceReader open = slices;
        if (open == null) {
            open = file.reader();
            slices = open;
        }
        return open;
    }
}
