package io.skerry.cache.store.memory;

import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.BodyRead.FileRange;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One slot of native memory, counted by references.
 *
 * <p>Whoever takes it holds the first reference. Bytes are written by one thread before they are handed on; what has been
 * handed on is never written again. When the last reference goes, the slot goes back to its slab.
 */
public final class Piece {

    /** Less is copied to the socket faster than the system hands over pages of it. */
    private static final int LEAST_SHARED_BYTES = 64 << 10;

    private static final VarHandle REFERENCES;

    static {
        try {
            REFERENCES = MethodHandles.lookup().findVarHandle(Piece.class, "references", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Slabs slabs;
    private final @Nullable Slab slab;
    private final int slot;
    private final ByteBuffer writable;
    private final ByteBuffer readable;
    private final MemoryBudget budget;
    private volatile Use use;
    private volatile boolean shared;
    private @Nullable PieceOwner owner;

    @SuppressWarnings("FieldMayBeFinal") // written through the VarHandle
    private volatile int references = 1;

    Piece(Slabs slabs, @Nullable Slab slab, int slot, ByteBuffer writable, MemoryBudget budget, Use use) {
        this.slabs = slabs;
        this.slab = slab;
        this.slot = slot;
        this.writable = writable;
        this.readable = writable.asReadOnlyBuffer();
        this.budget = budget;
        this.use = use;
    }

    /** The size of the slot in bytes. */
    public int capacityBytes() {
        return writable.capacity();
    }

    /**
     * Copies bytes in.
     *
     * @param at where in the slot
     * @param source its position moves
     * @param count how many, at most what {@code source} has and what the slot has left
     */
    public void write(int at, ByteBuffer source, int count) {
        writable.put(at, source, source.position(), count);
        source.position(source.position() + count);
    }

    /** A writable view of a part of the slot. */
    public ByteBuffer writable(int at, int count) {
        return writable.slice(at, count);
    }

    /** A read-only view of a part of the slot, valid while a reference is held. */
    public ByteBuffer readable(int at, int count) {
        return at == 0 ? readable.duplicate().limit(count) : readable.slice(at, count);
    }

    /** A read-only view that may go beyond the slot, into those that are behind it; valid while a reference to each is held. */
    ByteBuffer readableRun(int at, int count) {
        return slab == null || at + count <= capacityBytes()
                ? readable(at, count)
                : slab.memory.slice(slot * capacityBytes() + at, count).asReadOnlyBuffer();
    }

    /** Whether its first byte comes next in memory to another's last one. */
    boolean isBehind(Piece other) {
        return slab != null && slab.equals(other.slab) && slot == other.slot + 1;
    }

    /** Whether so many of its bytes are worth sending from the file that the slabs are. */
    boolean inFile(int count) {
        return count >= LEAST_SHARED_BYTES && slab != null && slab.shareable();
    }

    /** Tells where a byte is in the file of the slabs. From now on the slot is not used anew before its pages have been exchanged. */
    FileRange share(int at) {
        Slab of = Objects.requireNonNull(slab);
        shared = true;
        return Objects.requireNonNull(slabs.file()).at(of.offsetOf(this) + at);
    }

    boolean shared() {
        return shared;
    }

    /** Whether it may become one large page. */
    boolean large() {
        return slab != null && slab.ofLargePages();
    }

    /** Who makes large pages of slots like this. */
    LargePages largePages() {
        return slabs.largePages();
    }

    /** Has the system put it into one large page, which it stays until its pages are exchanged; whether it did. Blocks. */
    boolean enlarge() {
        FileRange place = share(0);
        return LargePage.make(place.descriptor(), place.position());
    }

    /** Takes another reference; the caller holds one already. */
    public void retain() {
        int before = (int) REFERENCES.getAndAdd(this, 1);
        if (before <= 0) {
            throw new IllegalStateException("retained after its last reference");
        }
    }

    /** Gives one reference back. */
    public void release() {
        int before = (int) REFERENCES.getAndAdd(this, -1);
        if (before == 1) {
            slabs.giveBack(this);
        } else if (before <= 0) {
            throw new IllegalStateException("released once too often");
        }
    }

    /** Charges the piece to another use. Called by the one who took it. */
    public void chargeTo(Use newUse) {
        budget.move(use, newUse, capacityBytes());
        use = newUse;
    }

    /** Makes the piece reclaimable: {@code newOwner} gives it up when asked. Called once. */
    public void adoptedBy(PieceOwner newOwner) {
        slabs.adopt(this, newOwner);
    }

    int slot() {
        return slot;
    }

    Use use() {
        return use;
    }

    @Nullable
    Slab slab() {
        return slab;
    }

    /** Guarded by the lock of the slabs. */
    @Nullable
    PieceOwner owner() {
        return owner;
    }

    void own(PieceOwner newOwner) {
        owner = newOwner;
    }
}
