package io.skerry.edge.admin;

import io.skerry.cache.store.EvictionCause;
import io.skerry.cache.store.RefusalCause;
import io.skerry.cache.store.StoreStats;
import io.skerry.cache.store.StoreStats.DiskHealth;
import io.skerry.cache.store.StoreStats.MemoryStats;
import io.skerry.cache.store.StoreStats.ScrubStats;
import io.skerry.cache.store.StoreStats.TierStats;
import io.vertx.core.json.JsonObject;

/** A store's statistics as JSON, in the words of the metrics. */
final class StoreReport {

    private static final double THOUSANDTHS = 1000;

    private StoreReport() {}

    static JsonObject of(StoreStats stats) {
        return new JsonObject()
                .put("memory_tier", tier(stats.hot()))
                .put("disk_tier", tier(stats.disk()))
                .put("memory", memory(stats.memory()))
                .put("disk", disk(stats.health()))
                .put("scrub", scrub(stats.scrub()))
                .put("sinks_open", stats.openSinks())
                .put("leases_open", stats.openLeases());
    }

    private static JsonObject tier(TierStats tier) {
        JsonObject evictions = new JsonObject();
        for (EvictionCause cause : EvictionCause.values()) {
            evictions.put(cause.token(), tier.evictionsBy().getOrDefault(cause, 0L));
        }
        JsonObject refusals = new JsonObject();
        for (RefusalCause cause : RefusalCause.values()) {
            refusals.put(cause.token(), tier.refusalsBy().getOrDefault(cause, 0L));
        }
        return new JsonObject()
                .put("entries", tier.entries())
                .put("bytes", tier.bytes())
                .put("capacity_bytes", tier.capacityBytes())
                .put("hits", tier.hits())
                .put("misses", tier.misses())
                .put("hit_ratio", ratio(tier.hits(), tier.misses()))
                .put("admissions", tier.admissions())
                .put("evictions", evictions)
                .put("refusals", refusals)
                .put("corruptions", tier.corruptions())
                .put("io_errors", tier.ioErrors());
    }

    /** Of the lookups that reached the tier, to a thousandth; 0 before the first. */
    private static double ratio(long hits, long misses) {
        long lookups = hits + misses;
        return lookups == 0 ? 0 : Math.round(THOUSANDTHS * hits / lookups) / THOUSANDTHS;
    }

    private static JsonObject memory(MemoryStats memory) {
        return new JsonObject()
                .put("capacity_bytes", memory.capacityBytes())
                .put("hot_bytes", memory.hotBytes())
                .put("fill_bytes", memory.fillBytes())
                .put("read_bytes", memory.readBytes())
                .put("overflow_bytes", memory.overflowBytes())
                .put("total_bytes", memory.totalBytes());
    }

    private static JsonObject disk(DiskHealth health) {
        return new JsonObject()
                .put("alarm", health.alarm())
                .put("writes_refused", health.writesRefused())
                .put("recovering", health.recovering())
                .put("recovery_seconds", health.recoveryMillis() / THOUSANDTHS)
                .put("shards", health.shards())
                .put("shards_open", health.openShards())
                .put("shards_quarantined", health.quarantinedShards())
                .put("writes_queued", health.queuedWrites());
    }

    private static JsonObject scrub(ScrubStats scrub) {
        return new JsonObject()
                .put("records", scrub.records())
                .put("bytes", scrub.bytes())
                .put("findings", scrub.findings())
                .put("passes", scrub.passes());
    }
}
