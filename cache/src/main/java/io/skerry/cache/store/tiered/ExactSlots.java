package io.skerry.cache.store.tiered;

import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.hot.HotTier;
import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.PieceChain;
import io.skerry.cache.store.memory.Slabs;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Moves contents that will stay in memory into slots of their size.
 *
 * @param slabs whose slots they are
 * @param hot makes room for them
 */
record ExactSlots(Slabs slabs, HotTier hot) {

    /**
     * The content, copied if it takes more than {@code waste} times its exact slot and there is one to be had.
     *
     * @param arrived passes to this; the caller gives back what is returned instead
     */
    PieceChain fitted(PieceChain arrived, double waste, Use use) {
        long length = arrived.lengthBytes();
        if (length == 0 || length > slabs.largestSlotBytes()) {
            return arrived;
        }
        if (arrived.slotBytes() <= slabs.slotBytes(length) * waste) {
            return arrived;
        }
        Piece exact = hot.take(length, use);
        if (exact == null) {
            return arrived;
        }
        ByteBuffer copy = exact.writable(0, (int) length);
        arrived.forEach(copy::put);
        arrived.release();
        return new PieceChain(List.of(exact), new int[] {(int) length});
    }
}
