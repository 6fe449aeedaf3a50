package io.skerry.cache.store.tiered;

import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.PieceChain;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The part of an arriving body that is in memory: pieces in order, appended at the end, dropped from the start.
 *
 * <p>Guarded by the lock of its fill.
 */
final class FillWindow {

    private static final int FIRST_PIECE = 1024;
    /** A longer piece is asked for only where there is enough of the body already. */
    private static final long CAUTIOUS_BYTES = 1 << 20;

    private static final int CAUTION = 8;

    /** A piece, where it starts in the body, and how many of its bytes are used. */
    static final class Held {
        final Piece piece;
        final long start;
        private int used;

        Held(Piece piece, long start) {
            this.piece = piece;
            this.start = start;
        }

        long end() {
            return start + used;
        }

        private int room() {
            return piece.capacityBytes() - used;
        }

        private void append(ByteBuffer chunk) {
            int count = Math.min(room(), chunk.remaining());
            piece.write(used, chunk, count);
            used += count;
        }
    }

    private final List<Held> held = new ArrayList<>(4);
    private long start;
    private long end;

    /** The first byte still here. */
    long start() {
        return start;
    }

    /** How much of the body has arrived. */
    long end() {
        return end;
    }

    /**
     * Copies in as much of a chunk as memory can be had for.
     *
     * @param expectedEnd the body's declared length, or -1
     * @param memory gives a piece for so many bytes, or null
     * @return whether all of the chunk was taken
     */
    boolean append(ByteBuffer chunk, long expectedEnd, LongFunction<@Nullable Piece> memory) {
        while (chunk.hasRemaining()) {
            Held tail = held.isEmpty() ? null : held.getLast();
            if (tail == null || tail.room() == 0) {
                Piece piece = memory.apply(nextPieceBytes(chunk.remaining(), expectedEnd));
                if (piece == null) {
                    return false;
                }
                tail = new Held(piece, end);
                held.add(tail);
            }
            tail.append(chunk);
            end = tail.end();
        }
        return true;
    }

    /**
     * With a declared length what is missing, and no more than eight times what has come; else as much again as there is, or of much an
     * eighth: a tail wastes at most half, and a body that does not go on takes little from others.
     */
    private long nextPieceBytes(int chunkBytes, long expectedEnd) {
        if (expectedEnd > end) {
            return Math.min(expectedEnd - end, Math.max(CAUTIOUS_BYTES, end * CAUTION));
        }
        long asMuchAgain = Math.min(end, Math.max(CAUTIOUS_BYTES, end / CAUTION));
        return Math.max(FIRST_PIECE, Math.max(chunkBytes, asMuchAgain));
    }

    /** The piece that holds an offset between {@link #start} and {@link #end}. */
    Held locate(long offset) {
        int low = 0;
        int high = held.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (held.get(middle).end() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return held.get(low);
    }

    /** Gives back the pieces that end at or before an offset. */
    void dropBefore(long offset) {
        int drop = 0;
        // The tail stays while it has room: the next bytes go there.
        while (drop < held.size() && held.get(drop).end() <= offset && (drop < held.size() - 1 || tailIsFull())) {
            held.get(drop).piece.release();
            drop++;
        }
        held.subList(0, drop).clear();
        start = held.isEmpty() ? end : held.getFirst().start;
    }

    private boolean tailIsFull() {
        return held.getLast().room() == 0;
    }

    /** Gives everything back. */
    void clear() {
        for (Held one : held) {
            one.piece.release();
        }
        held.clear();
        start = end;
    }

    /** The pieces as a content of their own, each with a reference more. Only while nothing has been dropped. */
    PieceChain chain() {
        List<Piece> pieces = new ArrayList<>(held.size());
        int[] lengths = new int[held.size()];
        for (int i = 0; i < lengths.length; i++) {
            Held one = held.get(i);
            one.piece.retain();
            pieces.add(one.piece);
            lengths[i] = one.used;
        }
        return new PieceChain(pieces, lengths);
    }

    /** The slots' sizes together. */
    long slotBytes() {
        long bytes = 0;
        for (Held one : held) {
            bytes += one.piece.capacityBytes();
        }
        return bytes;
    }
}
