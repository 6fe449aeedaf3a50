package io.skerry.cache.store.eviction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;

/** A small cache of digests and weights that evicts in one order: what the real one would have held. Not thread-safe. */
sealed interface Model {

    /** Whether it holds the response; if not, it is offered it. */
    boolean ask(long digest, int weight);

    /** How many it holds, about. */
    long size();

    static Model of(EvictionOrder order, long capacity, long keysExpected) {
        return order == EvictionOrder.TINY_LFU ? new Tiny(capacity) : new Queued(order, capacity, keysExpected);
    }

    /** By the queue of the real cache. */
    final class Queued implements Model {

        private static final class Digest extends Resident {
            Digest(long digest, int weight) {
                super(digest, weight);
            }
        }

        private final Map<Long, Digest> held = new HashMap<>();
        private final EvictionQueue<Digest> queue;
        private final long capacity;

        Queued(EvictionOrder order, long capacity, long keysExpected) {
            this.capacity = capacity;
            this.queue = new EvictionQueue<>(capacity, keysExpected, order);
        }

        @Override
        public boolean ask(long digest, int weight) {
            Digest known = held.get(digest);
            if (known != null) {
                queue.used(known);
                return true;
            }
            Digest candidate = new Digest(digest, weight);
            if (weight > capacity || queue.rejects(candidate)) {
                return false;
            }
            while (!queue.fits(candidate)) {
                held.remove(queue.evict().digest());
            }
            queue.enter(candidate);
            held.put(digest, candidate);
            return false;
        }

        @Override
        public long size() {
            return held.size();
        }
    }

    /** By Caffeine. */
    final class Tiny implements Model {

        private final Cache<Long, Integer> held;

        Tiny(long capacity) {
            held = Caffeine.newBuilder()
                    .maximumWeight(capacity)
                    .weigher((Long digest, Integer weight) -> weight)
                    .executor(Runnable::run)
                    .build();
        }

        @Override
        public boolean ask(long digest, int weight) {
            if (held.getIfPresent(digest) != null) {
                return true;
            }
            held.put(digest, weight);
            return false;
        }

        @Override
        public long size() {
            return held.estimatedSize();
        }
    }
}
