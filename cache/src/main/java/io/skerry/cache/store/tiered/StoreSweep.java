package io.skerry.cache.store.tiered;

import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.SweepDepth;
import io.skerry.cache.store.SweepResult;
import io.skerry.cache.store.SweepResult.Extent;
import io.skerry.cache.store.disk.DiskTier;
import io.skerry.cache.store.hot.HotTier;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Frees what is purged.
 *
 * @param hot memory, which is compared first
 * @param disk null where there is none
 * @param judge the purge log
 * @param removal takes out of memory what is purged, and its copy on disk
 */
record StoreSweep(HotTier hot, @Nullable DiskTier disk, PurgeJudge judge, Removal removal) {

    /** As {@link TieredStore#sweep}. */
    SweepResult everything(SweepDepth depth, Instant softKeptSince, BooleanSupplier goOn) {
        long begin = judge.publishedSeq();
        LongAdder dropped = new LongAdder();
        long floor = memory(depth, softKeptSince, dropped, goOn);
        DiskTier below = disk;
        if (below == null) {
            OptionalLong upTo =
                    depth == SweepDepth.RETIRE ? OptionalLong.of(Math.min(begin, floor)) : OptionalLong.empty();
            return new SweepResult(dropped.sum(), upTo, Extent.WHOLE);
        }
        SweepResult onDisk = below.sweep(depth, softKeptSince, goOn);
        OptionalLong upTo = onDisk.comparedUpTo().isPresent()
                ? OptionalLong.of(
                        Math.min(Math.min(begin, floor), onDisk.comparedUpTo().getAsLong()))
                : OptionalLong.empty();
        return new SweepResult(dropped.sum() + onDisk.dropped(), upTo, onDisk.extent());
    }

    /** As {@link TieredStore#sweepMemory}. */
    void memory(Instant softKeptSince, BooleanSupplier goOn) {
        memory(SweepDepth.FREE, softKeptSince, new LongAdder(), goOn);
    }

    private long memory(SweepDepth depth, Instant softKeptSince, LongAdder dropped, BooleanSupplier goOn) {
        return hot.sweep(
                depth,
                softKeptSince,
                entry -> {
                    dropped.increment();
                    removal.remove(entry);
                },
                goOn);
    }
}
