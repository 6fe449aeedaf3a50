package io.skerry.cache.store.disk;

import io.skerry.cache.store.StoreStats.DiskHealth;
import io.skerry.cache.store.StoreStats.ScrubStats;
import io.skerry.cache.store.StoreStats.TierStats;

/** What the disk tier says of itself. Any thread; numbers are read without a common lock. */
final class DiskReport {

    private final DiskParts parts;
    private final ShardSet shards;
    private final DiskIndex index;
    private final DiskCounters counters;

    DiskReport(DiskParts parts) {
        this.parts = parts;
        this.shards = parts.shards();
        this.index = parts.index();
        this.counters = parts.counters();
    }

    TierStats stats() {
        return new TierStats(
                index.entries(),
                index.bytes(),
                parts.capacityBytes(),
                counters.hits.sum(),
                counters.misses.sum(),
                counters.admissions.sum(),
                index.evictions(),
                counters.refusals.counts(),
                counters.corruptions.sum(),
                counters.ioErrors.sum());
    }

    DiskHealth health(ShardLoader loader, PendingLookups lookups) {
        int open = 0;
        int quarantined = 0;
        for (Shard shard : shards.all()) {
            open += shard.isOpen() ? 1 : 0;
            quarantined += shard.isQuarantined() ? 1 : 0;
        }
        return new DiskHealth(
                loader.isLoading(),
                shards.all().size(),
                open,
                quarantined,
                counters.queuedWrites.get(),
                loader.recoveryMillis(),
                parts.faults().gate().isShut(),
                lookups.areLate());
    }

    ScrubStats scrub() {
        return new ScrubStats(
                counters.scrubbedRecords.sum(),
                counters.scrubbedBytes.sum(),
                counters.scrubFindings.sum(),
                counters.scrubPasses.sum());
    }
}
