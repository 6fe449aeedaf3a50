package io.skerry.cache.store.memory;

import io.skerry.cache.memory.MemoryBudget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fixed stretch of native memory, divided into slots of one size class at a time. Guarded by the lock of {@link Slabs}. */
final class Slab {

    static final int UNASSIGNED = -1;

    private static final int PAGE_BYTES = 4096;

    /** All of the slab, writable. */
    final ByteBuffer memory;

    private final long offset;
    private final boolean inFile;

    private int classIndex = UNASSIGNED;
    private int slotBytes;
    private boolean draining;
    private int live;
    private int adopted;
    /** Free slots as a stack of their indices. */
    private int[] free = new int[0];

    private int freeCount;
    private @Nullable Piece[] pieces = new Piece[0];

    /** The slab at an offset of the region. */
    Slab(NativeRegion region, long offset, int bytes) {
        this.memory = region.slice(offset, bytes).asByteBuffer();
        this.offset = offset;
        this.inFile = region.file() != null;
    }

    /** Where a slot begins in the region. */
    long offsetOf(Piece piece) {
        return offset + (long) piece.slot() * slotBytes;
    }

    /** Whether its slots are whole pages of a file: only then can the pages of one be exchanged. */
    boolean shareable() {
        return inFile && slotBytes % PAGE_BYTES == 0;
    }

    /** Whether each slot may become one large page of a file. */
    boolean ofLargePages() {
        return inFile && slotBytes == LargePage.BYTES;
    }

    void assign(int newClassIndex, int newSlotBytes) {
        classIndex = newClassIndex;
        slotBytes = newSlotBytes;
        draining = false;
        int slots = memory.capacity() / newSlotBytes;
        free = new int[slots];
        for (int i = 0; i < slots; i++) {
            free[i] = slots - 1 - i;
        }
        freeCount = slots;
        pieces = new Piece[slots];
    }

    void unassign() {
        classIndex = UNASSIGNED;
        draining = false;
        free = new int[0];
        freeCount = 0;
        pieces = new Piece[0];
    }

    int classIndex() {
        return classIndex;
    }

    int slotBytes() {
        return slotBytes;
    }

    boolean hasFree() {
        return freeCount > 0;
    }

    boolean isEmpty() {
        return live == 0;
    }

    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    /** Whether every live slot belongs to somebody who can be asked to give it up. */
    boolean reclaimable() {
        return classIndex != UNASSIGNED && !draining && adopted == live;
    }

    int liveSlots() {
        return live;
    }

    long liveBytes() {
        return (long) live * slotBytes;
    }

    Piece take(MemoryBudget budget, MemoryBudget.Use use, Slabs slabs) {
        int slot = free[--freeCount];
        Piece piece = new Piece(slabs, this, slot, memory.slice(slot * slotBytes, slotBytes), budget, use);
        pieces[slot] = piece;
        live++;
        return piece;
    }

    void giveBack(Piece piece) {
        pieces[piece.slot()] = null;
        free[freeCount++] = piece.slot();
        live--;
        if (piece.owner() != null) {
            adopted--;
        }
    }

    void adopted() {
        adopted++;
    }

    /** Those who own the live slots. */
    List<PieceOwner> owners() {
        List<PieceOwner> owners = new ArrayList<>(live);
        for (Piece piece : pieces) {
            PieceOwner owner = piece == null ? null : piece.owner();
            if (owner != null) {
                owners.add(owner);
            }
        }
        return owners;
    }
}
