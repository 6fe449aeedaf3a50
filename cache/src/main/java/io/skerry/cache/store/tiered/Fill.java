package io.skerry.cache.store.tiered;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.BodyRead.BodyFault;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.store.disk.Spill;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One arriving body: its writer and its readers, who wait for one another.
 *
 * <p>Where the bytes are meanwhile is {@link FillBytes}, who is waited for {@link FillReaders}. Every state is guarded by one lock, held
 * for short copies only; futures complete and writers resume outside it.
 */
final class Fill implements ResponseSink, Spill.Listener {

    private enum End {
        OPEN,
        COMPLETE,
        ABORTED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final FillTarget target;
    private final FillLimits limits;
    private final CacheKey key;
    private final OptionalLong declaredLength;
    private final FillBytes bytes;
    private final FillReaders readers = new FillReaders();
    private final List<Runnable> resumes = new ArrayList<>(1);

    private End end = End.OPEN;
    private volatile boolean congested;
    /** Whether the writer was told that the rest is for nobody. */
    private boolean abandoned;
    /** Whether the writer waits for the file or for readers. */
    private boolean watched;

    Fill(FillTarget target, FillLimits limits, CacheKey key, OptionalLong declaredLength) {
        this.target = target;
        this.limits = limits;
        this.key = key;
        this.declaredLength = declaredLength;
        this.bytes = new FillBytes(target, limits, key, declaredLength, this);
        bytes.begin();
    }

    // ---- the writer

    @Override
    public void write(ByteBuffer chunk) {
        change(after -> {
            requireOpen();
            bytes.append(chunk);
            // Before the window moves on: whoever waits is at its end, and is answered from memory at once.
            wakeReaders(after);
        });
    }

    /** Takes a step under the lock, after which memory may be given back and the writer go on. */
    private void change(Consumer<Afterwards> step) {
        Afterwards after = new Afterwards();
        lock.lock();
        try {
            step.accept(after);
            slide();
            updateCongestion(after);
        } finally {
            lock.unlock();
        }
        after.run();
    }

    /** Drops what no reader may ask of memory any more. */
    private void slide() {
        bytes.slide(pace());
    }

    /** Where the reader stands that a windowed body waits for; its end where none does. */
    private long pace() {
        return bytes.unstorable() == null ? bytes.end() : readers.pace(bytes::reaches, bytes.end());
    }

    private void updateCongestion(Afterwards after) {
        congested = end == End.OPEN && bytes.waiting(pace()) > limits.windowBytes() / 2;
        watch(congested && !bytes.inMemory());
        if (!congested) {
            after.resume(resumes);
        }
    }

    private void watch(boolean waits) {
        if (waits == watched) {
            return;
        }
        watched = waits;
        bytes.watchAnew();
        if (waits) {
            target.waits(this);
        } else {
            target.waitsNoMore(this);
        }
    }

    /** Called by the watch twice a second while the writer waits for the file, or for readers. */
    void lookForStall() {
        change(after -> {
            if (watched && bytes.unstorable() == null) {
                bytes.lookAtFile();
            } else if (watched) {
                readers.noteWhoIsInTheWay(bytes::reaches, limits.windowBytes() / 4);
            }
        });
    }

    @Override
    public Optional<RefusedReason> refusal() {
        lock.lock();
        try {
            return Optional.ofNullable(bytes.unstorable());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean abandoned() {
        lock.lock();
        try {
            abandoned = end == End.OPEN && bytes.unstorable() != null && readers.isEmpty();
            return abandoned;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean congested() {
        return congested;
    }

    @Override
    public void whenWritable(Runnable resume) {
        lock.lock();
        try {
            if (congested) {
                resumes.add(resume);
                return;
            }
        } finally {
            lock.unlock();
        }
        resume.run();
    }

    @Override
    public CompletionStage<Commit> commit(StoredHead head) {
        if (!head.key().equals(key)) {
            throw new IllegalArgumentException("opened for another key");
        }
        requireDeclaredLength();
        Afterwards after = new Afterwards();
        CompletionStage<Commit> outcome;
        lock.lock();
        try {
            end(End.COMPLETE, after);
            outcome = bytes.commit(head);
            releaseIfUnused();
        } finally {
            lock.unlock();
        }
        target.sinkClosed();
        after.run();
        return outcome;
    }

    /** A body of another length than its head declares is a fault of the caller's, which must have been seen before. */
    private void requireDeclaredLength() {
        if (declaredLength.isPresent() && declaredLength.getAsLong() != written()) {
            long written = written();
            abort();
            throw new IllegalStateException(
                    "committed " + written + " of " + declaredLength.getAsLong() + " bytes; aborted instead");
        }
    }

    private long written() {
        lock.lock();
        try {
            return bytes.end();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void abort() {
        Afterwards after = new Afterwards();
        lock.lock();
        try {
            end(End.ABORTED, after);
            releaseIfUnused();
        } finally {
            lock.unlock();
        }
        target.sinkClosed();
        after.run();
    }

    private void end(End how, Afterwards after) {
        requireOpen();
        end = how;
        wakeReaders(after);
        updateCongestion(after);
    }

    private void requireOpen() {
        if (end != End.OPEN) {
            throw new IllegalStateException("the sink has ended: " + end);
        }
    }

    // ---- the readers

    @Override
    public BodyLease reader(Role role) {
        FillReader reader = new FillReader(this, role);
        lock.lock();
        try {
            readers.add(reader);
        } finally {
            lock.unlock();
        }
        target.leaseOpened();
        return reader;
    }

    @Override
    public Optional<BodyLease> follow() {
        FillReader reader = new FillReader(this, Role.FOLLOWER);
        lock.lock();
        try {
            if (abandoned || end == End.ABORTED || !bytes.firstByteAtHand()) {
                return Optional.empty();
            }
            readers.add(reader);
        } finally {
            lock.unlock();
        }
        target.leaseOpened();
        return Optional.of(reader);
    }

    OptionalLong lengthBytes() {
        lock.lock();
        try {
            return end == End.COMPLETE ? OptionalLong.of(bytes.end()) : declaredLength;
        } finally {
            lock.unlock();
        }
    }

    BodyRead read(FillReader reader, long offset, int maxBytes) {
        Afterwards after = new Afterwards();
        BodyRead outcome;
        lock.lock();
        try {
            reader.movedTo(offset, maxBytes);
            outcome = readLocked(reader);
            slide();
            updateCongestion(after);
        } finally {
            lock.unlock();
        }
        after.run();
        return outcome;
    }

    private BodyRead readLocked(FillReader reader) {
        if (reader.position() < bytes.end()) {
            return bytes.read(reader);
        }
        return switch (end) {
            case OPEN -> reader.await();
            case COMPLETE -> BodyRead.END;
            case ABORTED -> new BodyRead.Failed(BodyFault.FILL_ABORTED);
        };
    }

    private void wakeReaders(Afterwards after) {
        for (FillReader reader : readers.all()) {
            if (reader.isWaiting() && (end != End.OPEN || reader.position() < bytes.end())) {
                CompletableFuture<BodyRead> future = reader.wake();
                after.complete(future, readLocked(reader));
            }
        }
    }

    void readerClosed(FillReader reader) {
        change(after -> {
            reader.markClosed();
            readers.remove(reader);
            if (reader.isWaiting()) {
                after.complete(reader.wake(), new BodyRead.Failed(BodyFault.FILL_ABORTED));
            }
            target.leaseClosed();
            releaseIfUnused();
        });
    }

    /** Once the writer has ended and the last reader has left, nothing is held any more. */
    private void releaseIfUnused() {
        if (end != End.OPEN && readers.isEmpty()) {
            bytes.release();
        }
    }

    // ---- the file

    @Override
    public void grew() {
        change(after -> {});
    }

    @Override
    public void failed() {
        change(after -> bytes.fileFailed());
    }
}
