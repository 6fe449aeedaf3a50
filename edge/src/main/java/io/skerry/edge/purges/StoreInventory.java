package io.skerry.edge.purges;

import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.store.CacheStore;
import io.skerry.purgeapi.inventory.Inventory;
import io.skerry.purgeapi.inventory.Tally;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * Counts what purges find by walking the store, on one thread of its own, and no more of the time than a twentieth: purges that come
 * faster, or during a dry run, are not counted. Dry runs wait for each other, a few of them.
 */
public final class StoreInventory implements Inventory, AutoCloseable {

    /** What an answer may wait for its count; what was not walked by then is estimated. */
    private static final Duration COUNT_TIME = Duration.ofMillis(20);

    private static final int WAITING = 4;

    private final CacheStore store;
    private final PurgeLog purges;
    private final InstantSource clock;
    private final CountingTime time = new CountingTime(System.nanoTime());
    private final AtomicInteger dryRuns = new AtomicInteger();
    private final ThreadPoolExecutor walker = new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            task -> Thread.ofPlatform().name("skerry-purge-count").daemon().unstarted(task));

    /** An inventory of a store. */
    public StoreInventory(CacheStore store, PurgeLog purges, InstantSource clock) {
        this.store = Objects.requireNonNull(store);
        this.purges = Objects.requireNonNull(purges);
        this.clock = Objects.requireNonNull(clock);
        walker.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletionStage<Tally> count(List<PurgeSelector> selectors) {
        if (dryRuns.get() > 0 || !time.isLeft(System.nanoTime())) {
            return CompletableFuture.completedFuture(new Tally.Busy());
        }
        return walk(selectors, new Walk(COUNT_TIME, Walk.Sampling.NONE), time::spend);
    }

    @Override
    public CompletionStage<Tally> inspect(List<PurgeSelector> selectors, Duration limit) {
        dryRuns.incrementAndGet();
        return walk(selectors, new Walk(limit, Walk.Sampling.FIRST), took -> {})
                .whenComplete((tally, failure) -> dryRuns.decrementAndGet());
    }

    private CompletionStage<Tally> walk(List<PurgeSelector> selectors, Walk walk, LongConsumer after) {
        CompletableFuture<Tally> tally = new CompletableFuture<>();
        var scan = purges.scan(selectors);
        try {
            walker.execute(() -> {
                long started = System.nanoTime();
                try {
                    tally.complete(walk.through(store, scan, clock.instant()));
                } catch (RuntimeException | Error failed) {
                    tally.completeExceptionally(failed);
                } finally {
                    after.accept(System.nanoTime() - started);
                }
            });
        } catch (RejectedExecutionException full) {
            tally.complete(new Tally.Busy());
        }
        return tally;
    }

    /** Counts nothing any more. */
    @Override
    public void close() {
        walker.shutdownNow();
    }
}
