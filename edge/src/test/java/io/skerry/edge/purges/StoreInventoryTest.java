package io.skerry.edge.purges;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.store.CacheStore;
import io.skerry.cache.store.StoreTour;
import io.skerry.purgeapi.inventory.Tally;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Counting never holds up the answer of a purge. */
@Timeout(60)
class StoreInventoryTest {

    private static final List<PurgeSelector> ALL = List.of(new PurgeSelector.Everything(Optional.empty()));

    private final CountDownLatch walking = new CountDownLatch(1);
    private final CountDownLatch walkedThrough = new CountDownLatch(1);

    @AutoClose
    private final PurgeLog purges = PurgeLog.inMemory(InstantSource.system());

    @AutoClose
    private final StoreInventory inventory = new StoreInventory(slow(), purges, InstantSource.system());

    @Test
    void purge_is_not_counted_while_a_dry_run_walks_through_the_store() throws Exception {
        CompletionStage<Tally> dryRun = inventory.inspect(ALL, Duration.ofSeconds(30));
        walking.await();

        Tally counted = inventory.count(ALL).toCompletableFuture().get(10, TimeUnit.SECONDS);
        walkedThrough.countDown();

        assertThat(counted).isInstanceOf(Tally.Busy.class);
        assertThat(dryRun.toCompletableFuture().get(10, TimeUnit.SECONDS)).isInstanceOf(Tally.Counted.class);
        assertThat(inventory.count(ALL).toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isInstanceOf(Tally.Counted.class);
    }

    /** A store through which no walk comes until it is let. */
    private CacheStore slow() {
        return (CacheStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CacheStore.class}, (self, method, arguments) -> {
                    walking.countDown();
                    walkedThrough.await();
                    return new StoreTour(0, 0, StoreTour.Extent.WHOLE);
                });
    }
}
