package io.skerry.cache.store.hot;

import com.github.benmanes.caffeine.cache.Cache;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.StoreTour;
import io.skerry.cache.store.StoreTour.Extent;
import io.skerry.cache.store.StoreVisitor;
import io.skerry.cache.store.SweepDepth;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Goes through everything in memory, while responses come and go.
 *
 * @param policy what there is
 * @param judge the purge log
 */
record HotTours(Cache<VariantId, HotEntry> policy, PurgeJudge judge) {

    /** Shows what is in memory; each entry that it shows is told to {@code shown}. */
    StoreTour visit(StoreVisitor visitor, Consumer<HotEntry> shown) {
        long seen = 0;
        for (HotEntry entry : policy.asMap().values()) {
            if (!visitor.goesOn()) {
                return new StoreTour(seen, Math.max(0, policy.estimatedSize() - seen), Extent.PART);
            }
            visitor.visit(entry.version().head(), entry.content().lengthBytes());
            shown.accept(entry);
            seen++;
        }
        return new StoreTour(seen, 0, Extent.WHOLE);
    }

    /**
     * Compares everything in memory with the purge log.
     *
     * @param softKeptSince what was purged softly before then goes
     * @param drop takes what is purged out of force
     * @param goOn asked after each response, and free to take its time
     * @return the least that a response which stays still needs, {@code Long.MAX_VALUE} for nothing; 0 where it did not come to its end
     */
    long sweep(SweepDepth depth, Instant softKeptSince, Consumer<HotEntry> drop, BooleanSupplier goOn) {
        long floor = Long.MAX_VALUE;
        for (HotEntry entry : policy.asMap().values()) {
            StoredVersion version = entry.version();
            switch (judge.sweep(version.head(), version.cursor(), softKeptSince)) {
                case KEEP -> {
                    if (depth == SweepDepth.RETIRE) {
                        entry.compared(version);
                    }
                }
                case NEEDED ->
                    floor = Math.min(
                            floor,
                            Math.max(
                                    version.cursor().checkedSeq(),
                                    version.head().stamp().seq()));
                case DROP -> drop.accept(entry);
            }
            if (!goOn.getAsBoolean()) {
                return 0;
            }
        }
        return floor;
    }
}
