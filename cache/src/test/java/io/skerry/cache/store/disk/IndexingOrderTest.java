package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In which order shards are indexed after a start, and how long lookups wait for them. */
class IndexingOrderTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void shards_come_in_the_order_given_and_those_that_lookups_wait_for_come_first() {
        ShardQueue queue = new ShardQueue(new int[] {0, 3, 1, 2});
        assertThat(queue.next()).hasValue(0);

        queue.want(2, 1);
        queue.want(2);
        queue.want(0);

        assertThat(IntStream.generate(() -> queue.next().orElse(-1)).limit(4)).containsExactly(2, 1, 3, -1);
        assertThat(queue.next()).isEqualTo(OptionalInt.empty());
    }

    @Test
    void wait_ends_when_all_shards_of_the_key_are_indexed() {
        IndexWaits waits = new IndexWaits(3, LONG, LONG);
        CompletionStage<Void> wait = waits.until(0, 2);
        assertThat(wait).isNotNull();

        waits.indexed(0);
        assertThat(wait.toCompletableFuture()).isNotDone();
        waits.indexed(2);

        assertThat(wait.toCompletableFuture()).isCompleted();
        assertThat(waits.until(0, 2)).isNull();
        assertThat(waits.until(0, 1)).isNotNull();
    }

    @Test
    void wait_is_bounded_and_after_the_first_seconds_nobody_waits() throws Exception {
        CompletionStage<Void> wait = new IndexWaits(1, Duration.ofMillis(20), LONG).until(0);
        assertThat(wait).isNotNull();
        wait.toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(new IndexWaits(1, LONG, Duration.ZERO).until(0)).isNull();
    }

    @Test
    void only_so_many_wait_at_once() {
        IndexWaits waits = new IndexWaits(1, LONG, LONG);
        long waiting = IntStream.range(0, 10_000)
                .mapToObj(_ -> waits.until(0))
                .filter(Objects::nonNull)
                .count();

        assertThat(waiting).isEqualTo(8_192);
    }
}
