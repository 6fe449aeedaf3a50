package io.skerry.cache.store.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.skerry.cache.store.eviction.VictimChooser.Entrance;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which order is chosen for which kind of requests, and what comes of it beside LRU. */
class VictimChooserTest {

    private static final int REQUESTS = 60_000;
    private static final long CAPACITY = 4_000_000;

    private static final class Item extends Resident {
        private final int key;

        Item(int number, int weight) {
            super(mixed(number), weight);
            this.key = number;
        }

        private static long mixed(int number) {
            long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
            return (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        }
    }

    private record Hits(int own, int lru, long ownBytes, long lruBytes, EvictionOrder order) {}

    @Test
    void popular_keys_among_those_asked_once_hit_more_than_with_lru() {
        Random random = new Random(1);
        Hits hits = play(i -> random.nextInt(3) == 0 ? 1_000_000 + i : zipf(random), number -> 4_000);

        assertThat(hits.own()).isGreaterThan(hits.lru() * 11 / 10);
        assertThat(hits.order()).isNotEqualTo(EvictionOrder.RECENCY);
    }

    @Test
    void responses_of_many_sizes_hit_more_in_requests_and_no_less_in_bytes() {
        Random random = new Random(2);
        Hits hits = play(i -> random.nextInt(3) == 0 ? 1_000_000 + i : zipf(random), VictimChooserTest::size);

        assertThat(hits.own()).isGreaterThan(hits.lru() * 12 / 10);
        assertThat(hits.ownBytes()).isGreaterThanOrEqualTo(hits.lruBytes());
    }

    @Test
    void loop_larger_than_the_capacity_hits_where_lru_never_does() {
        Hits hits = play(i -> i % 1_500, number -> 4_000);

        assertThat(hits.lru()).isZero();
        assertThat(hits.own()).isGreaterThan(REQUESTS / 2);
    }

    @Test
    void what_was_asked_for_last_stays_where_recency_serves_best() {
        Random random = new Random(4);
        // A key is asked for a few times soon after its first request, and never again.
        Hits hits = play(i -> Math.max(0, i / 4 - random.nextInt(950)), number -> 4_000);

        assertThat(hits.own()).isGreaterThanOrEqualTo(hits.lru() * 99 / 100);
    }

    @Test
    void orders_that_lead_by_turns_cost_little_beside_lru() {
        // Back and forth over more keys than there is room for: after each turn another order is ahead.
        Hits hits = play(i -> i / 2_600 % 2 == 0 ? i % 2_600 : 2_599 - i % 2_600, number -> 4_000);

        assertThat(hits.lru()).isGreaterThan(REQUESTS / 4);
        assertThat(hits.own()).isGreaterThan(hits.lru() * 94 / 100);
    }

    private static int zipf(Random random) {
        return (int) Math.pow(20_000, random.nextDouble());
    }

    private static int size(int number) {
        return (int) Math.clamp(Math.exp(8 + 1.5 * new Random(number * 31L).nextGaussian()), 200, 200_000);
    }

    /** A cache as the memory tier is one. */
    private static Hits play(IntUnaryOperator keys, IntUnaryOperator sizes) {
        VictimChooser<Item> chooser = new VictimChooser<>(CAPACITY);
        Cache<Integer, Item> held = Caffeine.newBuilder()
                .maximumWeight(CAPACITY)
                .weigher((Integer key, Item item) -> item.weight())
                .executor(Runnable::run)
                .removalListener((@Nullable Integer key, @Nullable Item item, RemovalCause cause) -> {
                    if (item != null) {
                        chooser.left(item);
                    }
                })
                .build();
        LinkedHashMap<Integer, Integer> lru = new LinkedHashMap<>(16, 0.75f, true);
        long lruUsed = 0;
        int own = 0;
        int lruHits = 0;
        long ownBytes = 0;
        long lruBytes = 0;
        for (int i = 0; i < REQUESTS; i++) {
            int key = keys.applyAsInt(i);
            int size = sizes.applyAsInt(key);
            Item item = held.getIfPresent(key);
            if (item != null) {
                chooser.used(item);
                own++;
                ownBytes += size;
            } else {
                Item next = new Item(key, size);
                if (chooser.enter(next, false) instanceof Entrance.Open<Item> open) {
                    open.victims().forEach(victim -> held.invalidate(victim.key));
                    held.put(key, next);
                }
            }
            if (lru.get(key) != null) {
                lruHits++;
                lruBytes += size;
            } else {
                lru.put(key, size);
                lruUsed += size;
                var oldest = lru.values().iterator();
                while (lruUsed > CAPACITY) {
                    lruUsed -= oldest.next();
                    oldest.remove();
                }
            }
        }
        held.asMap().values().forEach(item -> assertThat(chooser.holds(item)).isTrue());
        return new Hits(own, lruHits, ownBytes, lruBytes, chooser.order());
    }
}
