package io.skerry.cache.store.memory;

import io.skerry.cache.store.BodyRead;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A complete content in native memory, as a chain of pieces. Immutable; its owner counts references to it as a whole.
 *
 * <p>Reads hand out views without copying; they stay valid while the owner holds the chain.
 */
public final class PieceChain {

    private final Piece[] pieces;
    /** Where each piece ends in the content. */
    private final long[] ends;
    /** Bytes of the first piece that stand before the content. */
    private final int before;

    /**
     * A chain of pieces; one reference of each passes to the chain.
     *
     * @param pieces in order
     * @param lengths bytes used of each, 1 or more
     */
    public PieceChain(List<Piece> pieces, int[] lengths) {
        this.pieces = pieces.toArray(new Piece[0]);
        this.before = 0;
        this.ends = new long[lengths.length];
        long end = 0;
        for (int i = 0; i < lengths.length; i++) {
            end += lengths[i];
            ends[i] = end;
        }
    }

    /**
     * A content that lies in one piece, behind something else.
     *
     * @param piece one reference of which passes to the chain
     * @param from where the content begins
     * @param length 1 or more
     */
    public PieceChain(Piece piece, int from, int length) {
        this.pieces = new Piece[] {piece};
        this.before = from;
        this.ends = new long[] {length};
    }

    /** The length of the content in bytes. */
    public long lengthBytes() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** The slots' sizes together. */
    public long slotBytes() {
        long bytes = 0;
        for (Piece piece : pieces) {
            bytes += piece.capacityBytes();
        }
        return bytes;
    }

    /** The next bytes from an offset, at most to the end of the piece they are in. */
    public BodyRead read(long offset, int maxBytes) {
        return read(offset, maxBytes, Sending.COPIED);
    }

    /**
     * The same, of a content that stays for a while: where there are many of them, they may be sent without being copied. They may go
     * beyond the piece that the first is in, where those that follow lie behind it in memory too.
     */
    public BodyRead readToSend(long offset, int maxBytes) {
        return read(offset, maxBytes, Sending.FROM_FILE);
    }

    /** Whether a part of it lies in slots that may become large pages. */
    public boolean enlargeable() {
        for (Piece piece : pieces) {
            if (piece.large()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Has the system put that part into large pages, on another thread. Nothing of it may be sent from the file meanwhile: pages that the
     * network refers to stay where they are.
     *
     * @param after called once, on any thread, also where there is no large page; the caller holds the content until then
     */
    public void enlarge(Runnable after) {
        pieces[0].largePages().ask(this, after);
    }

    private enum Sending {
        COPIED,
        FROM_FILE
    }

    private BodyRead read(long offset, int maxBytes, Sending sending) {
        if (offset < 0 || maxBytes <= 0) {
            throw new IllegalArgumentException("offset " + offset + ", at most " + maxBytes);
        }
        if (offset >= lengthBytes()) {
            return BodyRead.END;
        }
        int index = pieces.length == 1 ? 0 : indexOf(offset);
        int at = (int) (index == 0 ? before + offset : offset - ends[index - 1]);
        int count = (int) Math.min(maxBytes, ends[index] - offset);
        BodyRead.Bytes run = sending == Sending.FROM_FILE ? run(index, at, count, maxBytes) : null;
        return run == null ? new BodyRead.Bytes(pieces[index].readable(at, count), PieceChain::nothing) : run;
    }

    /** Bytes that are worth sending from the file of the slabs, of as many pieces as follow one another there; null for others. */
    private BodyRead.@Nullable Bytes run(int first, int at, int countOfFirst, int maxBytes) {
        int last = first;
        int count = countOfFirst;
        while (count < maxBytes && last + 1 < pieces.length && follows(last + 1)) {
            last++;
            count += (int) Math.min(maxBytes - count, ends[last] - ends[last - 1]);
        }
        int end = last;
        Piece piece = pieces[first];
        return piece.inFile(count)
                ? new BodyRead.Bytes(piece.readableRun(at, count), PieceChain::nothing, () -> share(first, end, at))
                : null;
    }

    private boolean follows(int next) {
        Piece before = pieces[next - 1];
        boolean full = ends[next - 1] - (next == 1 ? -this.before : ends[next - 2]) == before.capacityBytes();
        return full && pieces[next].isBehind(before);
    }

    private BodyRead.FileRange share(int first, int last, int at) {
        for (int i = first + 1; i <= last; i++) {
            pieces[i].share(0);
        }
        return pieces[first].share(at);
    }

    /** Hands out the content piece by piece, in order, as read-only views. */
    public void forEach(Consumer<ByteBuffer> each) {
        for (int i = 0; i < pieces.length; i++) {
            int length = (int) (ends[i] - (i == 0 ? 0 : ends[i - 1]));
            each.accept(pieces[i].readable(i == 0 ? before : 0, length));
        }
    }

    /** The owner holds the chain as a whole; single reads have nothing to give back. */
    private static void nothing() {}

    /** The pieces in order. */
    public List<Piece> pieces() {
        return Collections.unmodifiableList(Arrays.asList(pieces));
    }

    /** Gives the chain's references back. */
    public void release() {
        for (Piece piece : pieces) {
            piece.release();
        }
    }

    private int indexOf(long offset) {
        int found = Arrays.binarySearch(ends, offset + 1);
        return found >= 0 ? found : -found - 1;
    }
}
