package io.skerry.edge.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.skerry.cache.memory.MemoryBudget.Account;
import io.skerry.cache.memory.MemoryBudget.Guard;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.EvictionCause;
import io.skerry.cache.store.RefusalCause;
import io.skerry.cache.store.StoreStats;
import io.skerry.cache.store.StoreStats.DiskHealth;
import io.skerry.cache.store.StoreStats.ScrubStats;
import io.skerry.cache.store.StoreStats.TierStats;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Shows a store's statistics, per tier. Holds the supplier, for the registry references it weakly. */
final class StoreMeters implements MeterBinder {

    private final Supplier<StoreStats> stats;

    StoreMeters(Supplier<StoreStats> stats) {
        this.stats = stats;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("skerry.store.sinks.open", () -> stats.get().openSinks()).register(registry);
        Gauge.builder("skerry.store.leases.open", () -> stats.get().openLeases())
                .register(registry);
        bindMemory(registry);
        bindHealth(registry);
        bindScrub(registry);
        bindTier(registry, "hot", StoreStats::hot);
        bindTier(registry, "disk", StoreStats::disk);
    }

    private void bindMemory(MeterRegistry registry) {
        Gauge.builder("skerry.memory.capacity", () -> stats.get().memory().capacityBytes())
                .baseUnit("bytes")
                .register(registry);
        for (Use use : Use.values()) {
            Gauge.builder("skerry.memory.used", () -> stats.get().memory().bytes(use))
                    .tag("use", use.token())
                    .baseUnit("bytes")
                    .register(registry);
            Gauge.builder("skerry.memory.limit", () -> account(use).limitBytes())
                    .tag("use", use.token())
                    .baseUnit("bytes")
                    .register(registry);
            if (use.guard() == Guard.LEDGER) {
                FunctionCounter.builder(
                                "skerry.memory.refusals",
                                this,
                                _ -> account(use).refusals())
                        .tag("use", use.token())
                        .register(registry);
            }
        }
    }

    private Account account(Use use) {
        return Objects.requireNonNull(stats.get().memory().uses().get(use));
    }

    private void bindHealth(MeterRegistry registry) {
        Gauge.builder("skerry.disk.recovering", () -> stats.get().health().recovering() ? 1 : 0)
                .register(registry);
        Gauge.builder("skerry.disk.alarm", () -> stats.get().health().alarm() ? 1 : 0)
                .register(registry);
        shards(registry, "open", DiskHealth::openShards);
        shards(registry, "quarantined", DiskHealth::quarantinedShards);
        shards(registry, "opening", health -> health.shards() - health.openShards() - health.quarantinedShards());
        Gauge.builder("skerry.disk.writes.queued", () -> stats.get().health().queuedWrites())
                .register(registry);
    }

    private void bindScrub(MeterRegistry registry) {
        scrub(registry, "skerry.disk.scrub.records", ScrubStats::records);
        scrub(registry, "skerry.disk.scrub.findings", ScrubStats::findings);
        scrub(registry, "skerry.disk.scrub.passes", ScrubStats::passes);
        Gauge.builder(
                        "skerry.disk.recovery",
                        () -> stats.get().health().recoveryMillis() / (double) TimeUnit.SECONDS.toMillis(1))
                .baseUnit("seconds")
                .register(registry);
    }

    private void scrub(MeterRegistry registry, String name, ToLongFunction<ScrubStats> value) {
        FunctionCounter.builder(name, stats, s -> value.applyAsLong(s.get().scrub()))
                .register(registry);
    }

    private void shards(MeterRegistry registry, String state, ToIntFunction<DiskHealth> value) {
        Gauge.builder("skerry.disk.shards", () -> value.applyAsInt(stats.get().health()))
                .tag("state", state)
                .register(registry);
    }

    private void bindTier(MeterRegistry registry, String name, Function<StoreStats, TierStats> tier) {
        Tags tags = Tags.of("tier", name);
        Supplier<TierStats> reading = () -> tier.apply(stats.get());
        Gauge.builder("skerry.store.entries", () -> reading.get().entries())
                .tags(tags)
                .register(registry);
        Gauge.builder("skerry.store.size", () -> reading.get().bytes())
                .tags(tags)
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("skerry.store.capacity", () -> reading.get().capacityBytes())
                .tags(tags)
                .baseUnit("bytes")
                .register(registry);
        count(registry, "skerry.store.lookups", tags.and("result", "hit"), reading, TierStats::hits);
        count(registry, "skerry.store.lookups", tags.and("result", "miss"), reading, TierStats::misses);
        count(registry, "skerry.store.admissions", tags, reading, TierStats::admissions);
        for (EvictionCause cause : EvictionCause.values()) {
            Tags why = tags.and("cause", cause.token());
            count(registry, "skerry.store.evictions", why, reading, evictionsBy(cause));
        }
        for (RefusalCause cause : RefusalCause.values()) {
            Tags why = tags.and("cause", cause.token());
            count(registry, "skerry.store.refusals", why, reading, refusalsBy(cause));
        }
        count(registry, "skerry.store.corruptions", tags, reading, TierStats::corruptions);
        count(registry, "skerry.store.io.errors", tags, reading, TierStats::ioErrors);
    }

    private static ToLongFunction<TierStats> evictionsBy(EvictionCause cause) {
        return tier -> tier.evictionsBy().getOrDefault(cause, 0L);
    }

    private static ToLongFunction<TierStats> refusalsBy(RefusalCause cause) {
        return tier -> tier.refusalsBy().getOrDefault(cause, 0L);
    }

    private static void count(
            MeterRegistry registry,
            String name,
            Tags tags,
            Supplier<TierStats> reading,
            ToLongFunction<TierStats> value) {
        FunctionCounter.builder(name, reading, r -> value.applyAsLong(r.get()))
                .tags(tags)
                .register(registry);
    }
}
