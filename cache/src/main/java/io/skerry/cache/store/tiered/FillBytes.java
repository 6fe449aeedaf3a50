package io.skerry.cache.store.tiered;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.BodyRead.BodyFault;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.store.disk.SliceReader;
import io.skerry.cache.store.disk.Spill;
import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.PieceChain;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of an arriving body are.
 *
 * <p>In memory at first. Beyond the body's share of memory they go on in a file ({@link Spill}), of which the newest part stays in memory
 * for readers close to the writer; where no file is to be had they go on in a window that the readers pace, and will not be stored.
 * Guarded by the lock of the {@link Fill}.
 */
final class FillBytes {

    /** After about two seconds a file that does not grow is given up. */
    private static final int LOOKS_IN_VAIN = 4;

    private final FillTarget target;
    private final FillLimits limits;
    private final CacheKey key;
    private final OptionalLong declaredLength;
    private final Spill.Listener listener;
    private final FillWindow window = new FillWindow();

    private @Nullable Spill spill;
    /** Up to where bytes have been queued to the spill. */
    private long spilledTo;
    /** Why the body will not be stored; set when it goes on in a window. */
    private @Nullable RefusedReason unstorable;
    /** How often in a row the watch has found the file where it was, and where that is. */
    private int looksInVain;

    private long readableAtLastLook;
    private boolean released;

    FillBytes(
            FillTarget target, FillLimits limits, CacheKey key, OptionalLong declaredLength, Spill.Listener listener) {
        this.target = target;
        this.limits = limits;
        this.key = key;
        this.declaredLength = declaredLength;
        this.listener = listener;
    }

    /** Called once, before anything else: what is known to be longer than its share of memory begins in a file. */
    void begin() {
        if (declaredLength.orElse(0) > limits.memoryShareBytes()) {
            leaveMemory();
        }
    }

    /** How much of the body has arrived. */
    long end() {
        return window.end();
    }

    boolean inMemory() {
        return spill == null && unstorable == null;
    }

    /** Why the body will not be stored, so that its readers pace it; null while it may be. */
    @Nullable
    RefusedReason unstorable() {
        return unstorable;
    }

    /** Takes a chunk, wherever there is room for it. */
    void append(ByteBuffer chunk) {
        long willEnd = window.end() + chunk.remaining();
        if (willEnd > limits.maxObjectBytes() && unstorable == null) {
            goOnInWindow(RefusedReason.TOO_LARGE);
        } else if (willEnd > limits.memoryShareBytes() && inMemory()) {
            leaveMemory();
        }
        hold(chunk);
        feedSpill();
    }

    private void hold(ByteBuffer chunk) {
        long expectedEnd = declaredLength.orElse(-1);
        if (window.append(chunk, expectedEnd, this::piece)) {
            return;
        }
        if (inMemory()) {
            leaveMemory();
        }
        window.append(chunk, expectedEnd, bytes -> target.overflow(chunk.remaining()));
    }

    /** Pieces of a window are no longer than it: one leaves when all of it may. */
    private @Nullable Piece piece(long bytes) {
        return target.take(inMemory() ? bytes : Math.min(bytes, limits.windowBytes()));
    }

    private void leaveMemory() {
        RefusedReason refused = target.refusal(key);
        spill = refused == null ? target.spill(declaredLength, listener) : null;
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

    /** The file cannot be written further. */
    void fileFailed() {
        if (unstorable == null) {
            goOnInWindow(RefusedReason.DISK_UNAVAILABLE);
        }
    }

    /** Called twice a second while the writer waits for the file: one that stands still is given up. */
    void lookAtFile() {
        Spill file = spill;
        if (file == null || unstorable != null) {
            return;
        }
        long readable = file.readableBytes();
        looksInVain = readable == readableAtLastLook ? looksInVain + 1 : 0;
        readableAtLastLook = readable;
        if (looksInVain >= LOOKS_IN_VAIN) {
            file.giveUp();
            goOnInWindow(RefusedReason.DISK_UNAVAILABLE);
        }
    }

    /** The writer begins or ends to wait: the watch counts anew. */
    void watchAnew() {
        looksInVain = 0;
    }

    /**
     * Drops what no reader may ask of memory any more.
     *
     * @param pace where the reader stands that a windowed body waits for
     */
    void slide(long pace) {
        long behind = window.end() - limits.windowBytes();
        Spill file = spill;
        if (unstorable != null) {
            window.dropBefore(Math.min(behind, pace));
        } else if (file != null) {
            window.dropBefore(Math.min(behind, file.readableBytes()));
        }
    }

    /** How many bytes wait for the file, or for the reader that a windowed body waits for, which stands at the pace. */
    long waiting(long pace) {
        Spill file = spill;
        if (unstorable != null) {
            return window.end() - pace;
        }
        return file == null ? 0 : window.end() - file.readableBytes() - limits.sliceBytes();
    }

    /** Whether everything from an offset on is in the window, or in the file up to where the window begins. */
    boolean reaches(long offset) {
        Spill file = spill;
        return offset >= window.start() || (file != null && window.start() <= file.readableBytes());
    }

    boolean firstByteAtHand() {
        if (released) {
            return false;
        }
        Spill file = spill;
        return window.start() == 0 || (file != null && unstorable == null && file.readableBytes() > 0);
    }

    /** What a reader takes next, from memory at once; its position lies before {@link #end}. */
    BodyRead read(FillReader reader) {
        long offset = reader.position();
        if (offset < window.start()) {
            return readFile(reader, offset);
        }
        FillWindow.Held held = window.locate(offset);
        int count = (int) Math.min(reader.maxBytes(), held.end() - offset);
        Piece piece = held.piece;
        piece.retain();
        return new BodyRead.Bytes(piece.readable((int) (offset - held.start), count), piece::release);
    }

    private BodyRead readFile(FillReader reader, long offset) {
        Spill file = spill;
        if (file == null || offset >= file.readableBytes()) {
            return new BodyRead.Failed(BodyFault.FELL_BEHIND);
        }
        SliceReader slices = reader.slices(file);
        return slices.read(offset, (int) Math.min(reader.maxBytes(), window.start() - offset));
    }

    /** Stores all that has arrived under the head. */
    CompletionStage<Commit> commit(StoredHead arrived) {
        StoredHead head = withLayout(arrived);
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
        PieceChain pieces = window.chain();
        return target.store(head, declaredLength.isPresent() ? pieces : target.fitted(pieces));
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

    /** Gives everything back, once: the writer has ended and the last reader has left. */
    void release() {
        if (released) {
            return;
        }
        released = true;
        window.clear();
        if (spill != null) {
            spill.release();
        }
    }
}
