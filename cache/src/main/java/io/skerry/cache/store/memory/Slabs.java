package io.skerry.cache.store.memory;

import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Native memory of a fixed total size, cut into slabs; each slab serves slots of one size class until it is empty again.
 *
 * <p>The sum of all slabs is the budget, so resident memory cannot exceed it however sizes shift. Slots are taken and given
 * back under one short lock; reading needs none. The slabs never evict: when a class has no slot, the hot tier makes room and
 * asks again.
 */
public final class Slabs implements AutoCloseable {

    /** Of a cache line. */
    private static final int OVERFLOW_ALIGNMENT = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final NativeRegion region;
    private final LargePages largePages = new LargePages();
    private final SlotClasses classes;
    private final MemoryBudget budget;
    private final long capacityBytes;
    private final Slab[] slabs;
    private final ArrayDeque<Slab> unassigned = new ArrayDeque<>();
    /** For each class, the slabs that have a free slot. */
    private final List<ArrayDeque<Slab>> withRoom = new ArrayList<>();

    private long usedBytes;
    private boolean closed;

    /**
     * Slabs of a total size, at least 1 MiB. Rounded down to whole slabs.
     *
     * @param budget the ledger in which what is handed out is charged
     * @throws IllegalStateException if the system refuses the memory
     */
    public Slabs(long totalBytes, MemoryBudget budget) {
        this.budget = budget;
        classes = SlotClasses.of(totalBytes);
        int slabBytes = classes.slabBytes();
        slabs = new Slab[Math.toIntExact(totalBytes / slabBytes)];
        capacityBytes = (long) slabs.length * slabBytes;
        region = NativeRegion.reserve(capacityBytes);
        for (int i = 0; i < slabs.length; i++) {
            slabs[i] = new Slab(region, (long) i * slabBytes, slabBytes);
            unassigned.add(slabs[i]);
        }
        for (int i = 0; i < classes.count(); i++) {
            withRoom.add(new ArrayDeque<>());
        }
    }

    /** All the bytes there are. */
    public long capacityBytes() {
        return capacityBytes;
    }

    /** The file that the memory is as well; null where the system has no such. */
    @Nullable
    MemoryFile file() {
        return region.file();
    }

    /** The largest slot in bytes for what need not fill it; longer contents are chains. */
    public int largestSlotBytes() {
        return classes.largest();
    }

    /** What a piece for so many bytes is charged, or for as many of them as fit one. */
    public int slotBytes(long bytes) {
        return classes.sizeOf(classes.classFor(bytes));
    }

    /** Bytes in slots handed out; equals what the budget has under the three uses in the slabs. */
    public long usedBytes() {
        lock.lock();
        try {
            return usedBytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A slot for so many bytes, or as large as slots get.
     *
     * @return null when the class has no slot and no slab is empty
     */
    public @Nullable Piece take(long bytes, Use use) {
        int classIndex = classes.classFor(bytes);
        lock.lock();
        try {
            Slab slab = closed ? null : slabWithRoom(classIndex);
            if (slab == null) {
                return null;
            }
            Piece piece = slab.take(budget, use, this);
            if (!slab.hasFree()) {
                roomOf(classIndex).remove(slab);
            }
            usedBytes += slab.slotBytes();
            budget.charge(use, slab.slotBytes());
            return piece;
        } finally {
            lock.unlock();
        }
    }

    /** Memory outside the slabs, for bytes that must be kept and found no slot. Charged as {@link Use#OVERFLOW}, given back at once. */
    public Piece overflow(int bytes) {
        ByteBuffer memory = NativeMemory.allocate(OVERFLOW_ALIGNMENT, bytes).asByteBuffer();
        budget.charge(Use.OVERFLOW, bytes);
        return new Piece(this, null, 0, memory, budget, Use.OVERFLOW);
    }

    /**
     * Chooses the slab that costs least, by its shares of all live slots and of all live bytes (a slab of small slots holds few bytes and many
     * responses), among those whose owners can all be asked, and lets it serve nothing more
     * until it is empty.
     *
     * @return the owners to ask, empty when there is no such slab
     */
    public List<PieceOwner> drainOne() {
        lock.lock();
        try {
            Slab victim = null;
            double least = Double.MAX_VALUE;
            double slots = liveSlots();
            for (Slab slab : slabs) {
                double loss = slab.liveSlots() / slots + slab.liveBytes() / (double) Math.max(1, usedBytes);
                if (slab.reclaimable() && loss < least) {
                    least = loss;
                    victim = slab;
                }
            }
            if (victim == null) {
                return List.of();
            }
            victim.drain();
            roomOf(victim.classIndex()).remove(victim);
            return victim.owners();
        } finally {
            lock.unlock();
        }
    }

    private long liveSlots() {
        long live = 1;
        for (Slab slab : slabs) {
            live += slab.liveSlots();
        }
        return live;
    }

    /** Whether a slab is free to serve any class. */
    public boolean hasEmptySlab() {
        lock.lock();
        try {
            return !unassigned.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    LargePages largePages() {
        return largePages;
    }

    void adopt(Piece piece, PieceOwner owner) {
        Slab slab = piece.slab();
        if (slab == null) {
            return;
        }
        lock.lock();
        try {
            piece.own(owner);
            slab.adopted();
        } finally {
            lock.unlock();
        }
    }

    void giveBack(Piece piece) {
        Slab slab = piece.slab();
        // What was sent out of the file may still be on its way: the network keeps those pages, the slot gets new
        // ones. A large page goes as a whole, before smaller slots can lie in it. Where that cannot be, the slot is
        // never used again and stays charged.
        if (slab != null && piece.shared() && !region.exchange(slab.offsetOf(piece), piece.capacityBytes())) {
            return;
        }
        budget.release(piece.use(), piece.capacityBytes());
        if (slab == null) {
            NativeMemory.free(MemorySegment.ofBuffer(piece.writable(0, piece.capacityBytes())));
            return;
        }
        lock.lock();
        try {
            boolean hadRoom = slab.hasFree();
            slab.giveBack(piece);
            usedBytes -= slab.slotBytes();
            if (!hadRoom && !slab.isDraining()) {
                roomOf(slab.classIndex()).addLast(slab);
            }
            if (slab.isEmpty()
                    && (slab.isDraining() || roomOf(slab.classIndex()).size() > 1)) {
                unassign(slab);
            }
        } finally {
            lock.unlock();
        }
    }

    private void unassign(Slab slab) {
        if (!slab.isDraining()) {
            roomOf(slab.classIndex()).remove(slab);
        }
        slab.unassign();
        unassigned.addFirst(slab);
    }

    private @Nullable Slab slabWithRoom(int classIndex) {
        Slab slab = roomOf(classIndex).peekFirst();
        if (slab != null) {
            return slab;
        }
        if (unassigned.isEmpty()) {
            unassignEmpty();
        }
        Slab fresh = unassigned.pollFirst();
        if (fresh != null) {
            fresh.assign(classIndex, classes.sizeOf(classIndex));
            roomOf(classIndex).addFirst(fresh);
        }
        return fresh;
    }

    /** Frees one of the slabs that stay with their class although they are empty (so that they do not come and go). */
    private void unassignEmpty() {
        for (Slab slab : slabs) {
            if (slab.classIndex() != Slab.UNASSIGNED && slab.isEmpty()) {
                unassign(slab);
                return;
            }
        }
    }

    private ArrayDeque<Slab> roomOf(int classIndex) {
        return withRoom.get(classIndex);
    }

    /**
     * Hands out nothing more, and gives the memory back to the system if nobody holds a piece. Where somebody does, the memory
     * stays reserved until the process ends: a reader never sees it go.
     */
    @Override
    public void close() {
        largePages.close();
        lock.lock();
        try {
            if (!closed && usedBytes == 0) {
                region.close();
            }
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
