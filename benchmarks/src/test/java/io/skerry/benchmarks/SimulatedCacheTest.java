package io.skerry.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.benchmarks.SimulatedCache.Linked;
import io.skerry.benchmarks.SimulatedCache.Order;
import io.skerry.benchmarks.SimulatedCache.Store;
import org.junit.jupiter.api.Test;

class SimulatedCacheTest {

    /** Large enough that no two of them fit beside a third into nine tenths of the memory. */
    private static final int THIRD = 11_000_000;

    private static final long MEMORY = 32L << 20;

    @Test
    void lru_keeps_what_was_asked_for_last_and_fifo_what_came_last() {
        for (Order order : Order.values()) {
            try (Linked cache = new Linked(order, (long) (MEMORY * SimulatedCache.POLICY_SHARE), new Weights())) {
                assertThat(cache.ask(1, THIRD)).isFalse();
                assertThat(cache.ask(2, THIRD)).isFalse();
                assertThat(cache.ask(1, THIRD)).isTrue();
                assertThat(cache.ask(3, THIRD)).isFalse();

                assertThat(cache.ask(1, THIRD)).as("the first, by %s", order).isEqualTo(order == Order.LRU);
            }
        }
    }

    @Test
    void the_store_answers_what_it_was_offered_before() {
        try (Store store = new Store(MEMORY)) {
            assertThat(store.ask(1, 300_000)).isFalse();
            assertThat(store.ask(1, 300_000)).isTrue();
            assertThat(store.ask(2, 300_000)).isFalse();
        }
    }
}
