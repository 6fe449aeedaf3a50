package io.skerry.cache.store.hot;

import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.RefusalCause;
import io.skerry.cache.store.Tally;
import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.PieceOwner;
import io.skerry.cache.store.memory.Slabs;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Gives out native memory, and takes it from the coldest responses where none is free. Any thread. */
final class SlotSupply {

    private static final int COLDEST_LOOKED_AT = 512;
    private static final int SLOTS_FREED_AT_ONCE = 4;
    private static final int SLABS_TRIED = 3;
    private static final int ATTEMPTS = 4;

    private final Slabs slabs;
    private final IntFunction<Collection<HotEntry>> coldest;
    private final Consumer<HotEntry> reclaim;
    private final Tally<RefusalCause> refusals = new Tally<>(RefusalCause.class);

    /**
     * A supply out of these slabs.
     *
     * @param coldest at most so many of those that would leave next
     * @param reclaim takes a response out to make room
     */
    SlotSupply(Slabs slabs, IntFunction<Collection<HotEntry>> coldest, Consumer<HotEntry> reclaim) {
        this.slabs = slabs;
        this.coldest = coldest;
        this.reclaim = reclaim;
    }

    /**
     * Native memory for so many bytes, or as many as the largest slot holds, making room if there is none.
     *
     * @return null when all memory is in use by responses arriving or being read
     */
    @Nullable
    Piece take(long bytes, Use use) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // A large page is worth one attempt: smaller slots hold the same.
            Piece piece = attempt(attempt == 0 ? bytes : Math.min(bytes, slabs.largestSlotBytes()), use);
            if (piece != null) {
                return piece;
            }
        }
        refusals.count(RefusalCause.NO_ROOM);
        return null;
    }

    private @Nullable Piece attempt(long bytes, Use use) {
        Piece piece = slabs.take(bytes, use);
        if (piece != null) {
            return piece;
        }
        evictColdest(slabs.slotBytes(bytes));
        piece = slabs.take(bytes, use);
        if (piece != null) {
            return piece;
        }
        emptySlabs();
        return slabs.take(bytes, use);
    }

    /**
     * Where the coldest responses occupy slots of the size wanted, the class is as cold as any and pays for itself. Where none
     * does, sizes have drifted and the class deserves a slab of another.
     */
    private void evictColdest(int slotBytes) {
        int freed = 0;
        for (HotEntry entry : coldest.apply(COLDEST_LOOKED_AT)) {
            if (freed >= SLOTS_FREED_AT_ONCE) {
                return;
            }
            int slots = slotsOf(entry, slotBytes);
            if (slots > 0) {
                reclaim.accept(entry);
                freed += slots;
            }
        }
    }

    private static int slotsOf(HotEntry entry, int slotBytes) {
        int slots = 0;
        for (Piece piece : entry.content().pieces()) {
            if (piece.capacityBytes() == slotBytes) {
                slots++;
            }
        }
        return slots;
    }

    private void emptySlabs() {
        for (int i = 0; i < SLABS_TRIED; i++) {
            List<PieceOwner> owners = slabs.drainOne();
            for (PieceOwner owner : owners) {
                owner.giveUp();
            }
            if (slabs.hasEmptySlab()) {
                return;
            }
        }
    }

    /** How often there was none. */
    Map<RefusalCause, Long> refusals() {
        return refusals.counts();
    }
}
