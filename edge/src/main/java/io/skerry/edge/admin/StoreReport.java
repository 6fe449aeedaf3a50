package io.skerry.edge.admin;

import io.skerry.cache.memory.MemoryBudget.Account;
import io.skerry.cache.memory.MemoryBudget.Guard;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.EvictionCause;
import io.skerry.cache.store.RefusalCause;
import io.skerry.cache.store.StoreStats;
import io.skerry.cache.store.StoreStats.DiskHealth;
import io.skerry.cache.store.StoreStats.MemoryStats;
import io.skerry.cache.store.StoreStats.ScrubStats;
import io.skerry.cache.store.StoreStats.TierStats;
import io.vertx.core.json.JsonObject;
import java.util.Objects;

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
        JsonObject shown = new JsonObject().put("capacity_bytes", memory.capacityBytes());
        JsonObject limits = new JsonObject();
        JsonObject refusals = new JsonObject();
        for (Use use : Use.values()) {
            Account account = Objects.requireNonNull(memory.uses().get(use));
            shown.put(use.token() + "_bytes", account.bytes());
            limits.put(use.token() + "_bytes", account.limitBytes());
            if (use.guard() == Guard.LEDGER) {
                refusals.put(use.token(), account.refusals());
            }
        }
        return shown.put("total_bytes", memory.totalBytes())
                .put("limits", limits)
                .put("refusals", refusals);
    }

    private static JsonObject disk(DiskHealth health) {
        return new JsonObject()
                .put("alarm", health.alarm())
                .put("writes_refused", health.writesRefused())
                .put("reads_late", health.readsLate())
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
