package io.skerry.cache.store.tiered;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.BodyRead.BodyFault;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.store.disk.SliceReader;
import io.skerry.cache.store.disk.Spill;
import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.PieceChain;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One arriving body: a writer, its readers, and where the bytes are meanwhile.
 *
 * <p>It starts in memory. Beyond its share of memory it goes on in a file ({@link Spill}), of which the newest part stays in
 * memory for readers close to the writer; where no file is to be had it goes on in a window that its readers pace. Every
 * state is guarded by one lock, held for short copies only; futures complete and writers resume outside it.
 *
 * <p>Long for one class: each of the three sides (the writer's, the readers', the file's) changes what the two others see, under that lock.
 * Who is waited for is {@link FillReaders}, what is held is {@link FillWindow}.
 */
final class Fill implements ResponseSink, Spill.Listener {

    private enum End {
        OPEN,
        COMPLETE,
        ABORTED
    }

    /** After about two seconds a file that does not grow is given up. */
    private static final int LOOKS_IN_VAIN = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final FillTarget target;
    private final FillLimits limits;
    private final CacheKey key;
    private final OptionalLong declaredLength;
    private final FillWindow window = new FillWindow();
    private final FillReaders readers = new FillReaders();
    private final List<Runnable> resumes = new ArrayList<>(1);

    private End end = End.OPEN;
    private boolean released;
    private @Nullable Spill spill;
    /** Up to where bytes have been queued to the spill. */
    private long spilledTo;
    /** Why the body will not be stored; set when it goes on in a window. */
    private @Nullable RefusedReason unstorable;

    private volatile boolean congested;
    /** Whether the writer waits for the file or for readers, and how often in a row the watch has found the file where it was. */
    private boolean watched;

    private int looksInVain;
    private long readableAtLastLook;

    Fill(FillTarget target, FillLimits limits, CacheKey key, OptionalLong declaredLength) {
        this.target = target;
        this.limits = limits;
        this.key = key;
        this.declaredLength = declaredLength;
        if (declaredLength.orElse(0) > limits.memoryShareBytes()) {
            leaveMemory();
        }
    }

    // ---- the writer

    @Override
    public void write(ByteBuffer chunk) {
        Afterwards after = new Afterwards();
        lock.lock();
        try {
            requireOpen();
            long willEnd = window.end() + chunk.remaining();
            if (willEnd > limits.maxObjectBytes() && unstorable == null) {
                goOnInWindow(RefusedReason.TOO_LARGE);
            } else if (willEnd > limits.memoryShareBytes() && inMemory()) {
                leaveMemory();
            }
            append(chunk);
            feedSpill();
            // Before the window moves on: whoever waits is at its end, and is answered from memory at once.
            wakeReaders(after);
            slide();
            updateCongestion(after);
        } finally {
            lock.unlock();
        }
        after.run();
    }

    private void append(ByteBuffer chunk) {
        long expectedEnd = declaredLength.orElse(-1);
        if (window.append(chunk, expectedEnd, target::take)) {
            return;
        }
        if (inMemory()) {
            leaveMemory();
        }
        window.append(chunk, expectedEnd, bytes -> target.overflow(chunk.remaining()));
    }

    private boolean inMemory() {
        return spill == null && unstorable == null;
    }

    private void leaveMemory() {
        RefusedReason refused = target.refusal(key);
        spill = refused == null ? target.spill(declaredLength, this) : null;
        if (spill == null) {
            goOnInWindow(refused == null ? RefusedReason.DISK_UNAVAILABLE : refused);
        }
    }

    private void goOnInWindow(RefusedReason reason) {
        unstorable = reason;
    }

    private void feedSpill() {
        Spill file = spill;
        if (file == null || unstorable != null) {
            return;
        }
        while (spilledTo < window.end()) {
            FillWindow.Held held = window.locate(spilledTo);
            int at = (int) (spilledTo - held.start);
            int count = (int) (held.end() - spilledTo);
            held.piece.retain();
            file.append(held.piece, at, count);
            spilledTo += count;
        }
    }

    /** Drops what no reader may ask of memory any more. */
    private void slide() {
        long behind = window.end() - limits.windowBytes();
        Spill file = spill;
        if (file != null && unstorable == null) {
            window.dropBefore(Math.min(behind, file.readableBytes()));
        } else if (unstorable != null) {
            window.dropBefore(Math.min(behind, pace()));
        }
    }

    /** Where the reader stands that a windowed body waits for. */
    private long pace() {
        return readers.pace(this::reaches, window.end());
    }

    /** Whether everything from an offset on is in the window, or in the file up to where the window begins. */
    private boolean reaches(long offset) {
        Spill file = spill;
        return offset >= window.start() || (file != null && window.start() <= file.readableBytes());
    }

    private void updateCongestion(Afterwards after) {
        congested = end == End.OPEN && waitingBytes() > limits.windowBytes() / 2;
        watch(congested && (spill != null || unstorable != null));
        if (!congested) {
            after.resume(resumes);
        }
    }

    private void watch(boolean waits) {
        if (waits == watched) {
            return;
        }
        watched = waits;
        looksInVain = 0;
        if (waits) {
            target.waits(this);
        } else {
            target.waitsNoMore(this);
        }
    }

    /** Called by the watch twice a second while the writer waits for the file, or for readers. */
    void lookForStall() {
        Afterwards after = new Afterwards();
        lock.lock();
        try {
            if (!watched) {
                return;
            }
            Spill file = spill;
            if (unstorable != null) {
                readers.noteWhoIsInTheWay(this::reaches, limits.windowBytes() / 4);
            } else if (file != null) {
                giveUpIfItStandsStill(file);
            }
            slide();
            updateCongestion(after);
        } finally {
            lock.unlock();
        }
        after.run();
    }

    private void giveUpIfItStandsStill(Spill file) {
        long readable = file.readableBytes();
        looksInVain = readable == readableAtLastLook ? looksInVain + 1 : 0;
        readableAtLastLook = readable;
        if (looksInVain >= LOOKS_IN_VAIN) {
            file.giveUp();
            goOnInWindow(RefusedReason.DISK_UNAVAILABLE);
        }
    }

    private long waitingBytes() {
        Spill file = spill;
        if (unstorable != null) {
            return window.end() - pace();
        }
        return file == null ? 0 : window.end() - file.readableBytes() - limits.sliceBytes();
    }

    @Override
    public Optional<RefusedReason> refusal() {
        lock.lock();
        try {
            return Optional.ofNullable(unstorable);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean abandoned() {
        lock.lock();
        try {
            return unstorable != null && readers.isEmpty();
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
            outcome = commitLocked(withLayout(head));
            releaseIfUnused();
        } finally {
            lock.unlock();
        }
        target.sinkClosed();
        after.run();
        return outcome;
    }

    /** A response kept in slices has its content under their keys, and none here. */
    private StoredHead withLayout(StoredHead head) {
        return switch (head.body()) {
            case BodyLayout.Slices slices when window.end() == 0 -> head;
            case BodyLayout.Slices slices ->
                throw new IllegalArgumentException("slices are stored under their own keys");
            case BodyLayout.Whole whole -> head.withBody(new BodyLayout.Whole(window.end()));
        };
    }

    private CompletionStage<Commit> commitLocked(StoredHead head) {
        Spill file = spill;
        if (unstorable != null) {
            return CompletableFuture.completedFuture(new Commit.NotStored(unstorable));
        }
        if (head.body().lengthBytes() > limits.maxObjectBytes()) {
            return CompletableFuture.completedFuture(new Commit.NotStored(RefusedReason.TOO_LARGE));
        }
        if (file != null) {
            return file.commit(head);
        }
        PieceChain arrived = window.chain();
        return target.store(head, declaredLength.isPresent() ? arrived : target.fitted(arrived));
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
            return window.end();
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
            if (!firstByteAtHand()) {
                return Optional.empty();
            }
            readers.add(reader);
        } finally {
            lock.unlock();
        }
        target.leaseOpened();
        return Optional.of(reader);
    }

    private boolean firstByteAtHand() {
        if (released) {
            return false;
        }
        Spill file = spill;
        return window.start() == 0 || (file != null && unstorable == null && file.readableBytes() > 0);
    }

    OptionalLong lengthBytes() {
        lock.lock();
        try {
            return end == End.COMPLETE ? OptionalLong.of(window.end()) : declaredLength;
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
        long offset = reader.position();
        if (offset < window.start()) {
            return readFile(reader, offset);
        }
        if (offset < window.end()) {
            FillWindow.Held held = window.locate(offset);
            int count = (int) Math.min(reader.maxBytes(), held.end() - offset);
            Piece piece = held.piece;
            piece.retain();
            return new BodyRead.Bytes(piece.readable((int) (offset - held.start), count), piece::release);
        }
        return switch (end) {
            case OPEN -> reader.await();
            case COMPLETE -> BodyRead.END;
            case ABORTED -> new BodyRead.Failed(BodyFault.FILL_ABORTED);
        };
    }

    private BodyRead readFile(FillReader reader, long offset) {
        Spill file = spill;
        if (file == null || offset >= file.readableBytes()) {
            return new BodyRead.Failed(BodyFault.FELL_BEHIND);
        }
        SliceReader slices = reader.slices(file);
        return slices.read(offset, (int) Math.min(reader.maxBytes(), window.start() - offset));
    }

    private void wakeReaders(Afterwards after) {
        for (FillReader reader : readers.all()) {
            if (reader.isWaiting() && (end != End.OPEN || reader.position() < window.end())) {
                CompletableFuture<BodyRead> future = reader.wake();
                after.complete(future, readLocked(reader));
            }
        }
    }

    void readerClosed(FillReader reader) {
        Afterwards after = new Afterwards();
        lock.lock();
        try {
            reader.markClosed();
            readers.remove(reader);
            if (reader.isWaiting()) {
                after.complete(reader.wake(), new BodyRead.Failed(BodyFault.FILL_ABORTED));
            }
            slide();
            updateCongestion(after);
            releaseIfUnused();
        } finally {
            lock.unlock();
        }
        target.leaseClosed();
        after.run();
    }

    /** Once the writer has ended and the last reader has left, nothing is held any more. */
    private void releaseIfUnused() {
        if (end == End.OPEN || !readers.isEmpty() || released) {
            return;
        }
        released = true;
        window.clear();
        if (spill != null) {
            spill.release();
        }
    }

    // ---- the file

    @Override
    public void grew() {
        Afterwards after = new Afterwards();
        lock.lock();
        try {
            slide();
            updateCongestion(after);
        } finally {
            lock.unlock();
        }
        after.run();
    }

    @Override
    public void failed() {
        Afterwards after = new Afterwards();
        lock.lock();
        try {
            if (unstorable == null) {
                goOnInWindow(RefusedReason.DISK_UNAVAILABLE);
            }
            slide();
            updateCongestion(after);
        } finally {
            lock.unlock();
        }
        after.run();
    }
}
