package io.skerry.cache.store.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvictionQueueTest {

    private static final class Item extends Resident {
        Item(int number, int weight) {
            super(number * 0x9E3779B97F4A7C15L, weight);
        }
    }

    private static EvictionQueue<Item> queue(EvictionOrder order, long capacity) {
        return new EvictionQueue<>(capacity, capacity, order);
    }

    private static Item entered(EvictionQueue<Item> queue, int number, int weight) {
        Item item = new Item(number, weight);
        queue.enter(item);
        return item;
    }

    @Test
    void by_recency_what_was_used_longest_ago_goes() {
        EvictionQueue<Item> queue = queue(EvictionOrder.RECENCY, 5);
        Item first = entered(queue, 1, 1);
        Item second = entered(queue, 2, 1);
        Item third = entered(queue, 3, 1);
        Item fourth = entered(queue, 4, 1);
        queue.used(first);
        entered(queue, 5, 1);

        assertThat(List.of(queue.evict(), queue.evict())).containsExactly(second, third);
        // Of two used since the same admission either may go.
        assertThat(List.of(queue.evict(), queue.evict())).containsExactlyInAnyOrder(first, fourth);
    }

    @Test
    void by_frequency_what_was_used_least_goes_whenever_that_was() {
        EvictionQueue<Item> queue = queue(EvictionOrder.FREQUENCY, 3);
        Item often = entered(queue, 1, 1);
        queue.used(often);
        queue.used(often);
        Item twice = entered(queue, 2, 1);
        queue.used(twice);
        Item late = entered(queue, 3, 1);

        assertThat(List.of(queue.evict(), queue.evict(), queue.evict())).containsExactly(late, twice, often);
    }

    @Test
    void by_frequency_over_size_the_larger_of_two_as_often_used_goes() {
        for (EvictionOrder order : List.of(
                EvictionOrder.FREQUENCY_FOURTH_ROOT, EvictionOrder.FREQUENCY_ROOT, EvictionOrder.FREQUENCY_SIZE)) {
            EvictionQueue<Item> queue = queue(order, 2000);
            Item small = entered(queue, 1, 10);
            Item large = entered(queue, 2, 1000);

            assertThat(List.of(queue.evict(), queue.evict())).as("%s", order).containsExactly(large, small);
        }
    }

    @Test
    void what_was_hot_long_ago_gives_way_in_time() {
        EvictionQueue<Item> queue = queue(EvictionOrder.FREQUENCY, 10);
        Item once = entered(queue, 0, 1);
        for (int i = 0; i < 20; i++) {
            queue.used(once);
        }
        int number = 1;
        while (once.place != Resident.OUT && number < 10_000) {
            entered(queue, number++, 1);
            if (!queue.fits(new Item(0, 0))) {
                queue.evict();
            }
        }

        assertThat(number).isBetween(100, 9_999);
    }

    @Test
    void filter_keeps_a_part_of_a_loop_that_recency_loses_whole() {
        assertThat(hitsInLoop(EvictionOrder.RECENCY)).isZero();
        assertThat(hitsInLoop(EvictionOrder.FILTERED)).isGreaterThan(400);
    }

    private static int hitsInLoop(EvictionOrder order) {
        Model model = Model.of(order, 50, 50);
        int hits = 0;
        for (int turn = 0; turn < 12; turn++) {
            for (int i = 0; i < 100; i++) {
                hits += model.ask(i * 0x9E3779B97F4A7C15L, 1) ? 1 : 0;
            }
        }
        return hits;
    }

    @Test
    void filter_by_uses_keeps_popular_responses_among_many_asked_for_once() {
        int filtered = hitsAmongOneHitWonders(EvictionOrder.FREQUENCY_FILTERED);

        assertThat(filtered).isGreaterThan(hitsAmongOneHitWonders(EvictionOrder.FREQUENCY));
        assertThat(filtered).isGreaterThan(hitsAmongOneHitWonders(EvictionOrder.FILTERED));
    }

    /** Two of three requests are for 5,000 keys, of which the second is asked for half as often as the first, and so on. */
    private static int hitsAmongOneHitWonders(EvictionOrder order) {
        Model model = Model.of(order, 300, 300);
        Random random = new Random(5);
        int hits = 0;
        for (int i = 0; i < 100_000; i++) {
            long popular = (long) Math.pow(5_000, random.nextDouble());
            long number = random.nextInt(3) == 0 ? 10_000 + i : popular;
            hits += model.ask(number * 0x9E3779B97F4A7C15L, 1) ? 1 : 0;
        }
        return hits;
    }

    @Test
    void new_order_takes_hold_of_what_is_there_already() {
        EvictionQueue<Item> queue = queue(EvictionOrder.RECENCY, 100_000);
        Item large = entered(queue, 1, 5_000);
        for (int i = 2; i < 50; i++) {
            entered(queue, i, 10);
        }
        queue.used(large);
        queue.order(EvictionOrder.FREQUENCY_SIZE);
        for (int i = 50; i < 100; i++) {
            entered(queue, i, 10);
        }

        assertThat(queue.evict()).isSameAs(large);
    }

    @Test
    void everything_that_entered_leaves_once_whatever_happens_between() {
        for (EvictionOrder order : EvictionOrder.values()) {
            EvictionQueue<Item> queue = queue(order, 1_000);
            List<Item> inside = new ArrayList<>();
            Random random = new Random(3);
            for (int i = 0; i < 5_000; i++) {
                Item next = new Item(i, 1 + random.nextInt(40));
                while (!queue.fits(next)) {
                    assertThat(inside.remove(queue.evict())).isTrue();
                }
                queue.enter(next);
                inside.add(next);
                queue.used(inside.get(random.nextInt(inside.size())));
                if (random.nextInt(5) == 0) {
                    Item gone = inside.remove(random.nextInt(inside.size()));
                    queue.leave(gone);
                    queue.leave(gone);
                }
            }

            assertThat(queue.size()).as("%s", order).isEqualTo(inside.size());
            inside.forEach(queue::leave);
            assertThat(queue.size()).isZero();
            assertThat(queue.fits(new Item(0, 1_000))).isTrue();
        }
    }
}
