package io.skerry.benchmarks;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.RequestInputs;
import io.skerry.cache.store.CacheStore;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.StoreSettings;
import io.skerry.cache.store.StoreSettings.DiskSettings;
import io.skerry.cache.store.tiered.TieredStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A cache that a trace is played through. One thread. */
interface SimulatedCache extends AutoCloseable {

    /** Share of the memory that the store's own policy fills; the others get as much. */
    double POLICY_SHARE = 0.9;

    String name();

    /** Whether it holds the response; if not, it is offered it. */
    boolean ask(long id, int bytes);

    @Override
    void close();

    /** The store as it is. */
    final class Store implements SimulatedCache {

        private static final int CHUNK_BYTES = 256 * 1024;

        private final CacheStore store;
        private final InputSource inputs = RequestInputs.of(Fixtures.browserRequest(0));
        private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

        Store(long memoryBytes) {
            this(memoryBytes, Optional.empty());
        }

        Store(long memoryBytes, Optional<DiskSettings> disk) {
            long most = disk.map(DiskSettings::sizeBytes).orElse(memoryBytes);
            store = TieredStore.open(
                    new StoreSettings(memoryBytes, disk, most), Fixtures.quietJudge(), Clock.systemUTC());
        }

        @Override
        public String name() {
            return "skerry";
        }

        @Override
        public boolean ask(long id, int bytes) {
            CacheKey key = Fixtures.key(id);
            if (found(store.lookup(key, inputs))) {
                return true;
            }
            put(key, Fixtures.head(id, bytes), bytes);
            return false;
        }

        private static boolean found(Lookup lookup) {
            Lookup now = lookup instanceof Lookup.Pending pending
                    ? pending.later().toCompletableFuture().join()
                    : lookup;
            if (now instanceof Lookup.Found found) {
                found.response().close();
                return true;
            }
            return false;
        }

        private void put(CacheKey key, StoredHead head, int bytes) {
            if (store.open(key, OptionalLong.of(bytes)) instanceof SinkOpening.Open open) {
                for (int left = bytes; left > 0; left -= CHUNK_BYTES) {
                    open.sink().write(chunk.duplicate().limit(Math.min(left, CHUNK_BYTES)));
                }
                var _ = open.sink().commit(head).toCompletableFuture().join();
            }
        }

        /** The weight of one response of this size: what the policy charges for it. */
        long weigh(int bytes) {
            long before = store.stats().hot().bytes();
            put(Fixtures.key(bytes), Fixtures.head(bytes, bytes), bytes);
            return store.stats().hot().bytes() - before;
        }

        @Override
        public void close() {
            store.close().toCompletableFuture().join();
        }
    }

    /** Which response goes first. */
    enum Order {
        LRU,
        FIFO
    }

    /** The textbook's caches, with the store's own weights. */
    final class Linked implements SimulatedCache {

        private final Order order;
        private final long capacity;
        private final Weights charged;
        private final LinkedHashMap<Long, Long> weights;
        private long used;

        Linked(Order order, long capacityBytes, Weights charged) {
            this.order = order;
            this.capacity = capacityBytes;
            this.charged = charged;
            this.weights = new LinkedHashMap<>(1024, 0.75f, order == Order.LRU);
        }

        @Override
        public String name() {
            return order.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public boolean ask(long id, int bytes) {
            if (weights.get(id) != null) {
                return true;
            }
            long weight = charged.of(bytes);
            if (weight > capacity) {
                return false;
            }
            weights.put(id, weight);
            used += weight;
            Iterator<Long> oldest = weights.values().iterator();
            while (used > capacity) {
                used -= oldest.next();
                oldest.remove();
            }
            return false;
        }

        @Override
        public void close() {}
    }
}
