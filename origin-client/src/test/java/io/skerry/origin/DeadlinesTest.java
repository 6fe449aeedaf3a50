package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time-outs that share an event loop. */
class DeadlinesTest {

    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void those_of_other_listeners_go_on_when_one_is_closed() {
        CompletableFuture<Deadlines> deadlines = new CompletableFuture<>();
        AbstractVerticle listener = new AbstractVerticle() {
            @Override
            public void start() {
                ContextInternal own = LoopPool.ownContext(vertx);
                Deadlines begun = new Deadlines(look -> own.setTimer(Deadlines.LOOK_MILLIS, _ -> look.run()));
                new ActiveTimer(begun, Duration.ofHours(1), () -> {}).resume();
                deadlines.complete(begun);
            }
        };
        String id = vertx.deployVerticle(listener)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        vertx.undeploy(id).toCompletionStage().toCompletableFuture().join();
        AtomicBoolean expired = new AtomicBoolean();
        vertx.runOnContext(
                _ -> new ActiveTimer(deadlines.join(), Duration.ofMillis(100), () -> expired.set(true)).resume());

        await().atMost(Duration.ofSeconds(20)).untilTrue(expired);
    }

    @Test
    void a_time_out_is_over_when_looks_found_it_running_for_its_whole_limit_and_the_first_counts_nothing() {
        AtomicInteger expired = new AtomicInteger();
        ActiveTimer timer = ofThreeHours(expired);
        timer.resume();
        timer.look(9 * HOUR);
        timer.look(HOUR);
        timer.look(HOUR);
        assertThat(expired).hasValue(0);
        timer.look(HOUR);
        assertThat(expired).hasValue(1);
        timer.look(HOUR);

        assertThat(expired).hasValue(1);
    }

    @Test
    void time_does_not_count_while_a_time_out_is_suspended_nor_before_a_touch() {
        AtomicInteger expired = new AtomicInteger();
        ActiveTimer timer = ofThreeHours(expired);
        timer.resume();
        timer.look(0);
        timer.look(2 * HOUR);
        timer.suspend();
        timer.look(9 * HOUR);
        timer.resume();
        timer.touch();
        timer.look(9 * HOUR);
        timer.look(2 * HOUR);
        assertThat(expired).hasValue(0);
        timer.look(HOUR);

        assertThat(expired).hasValue(1);
    }

    @Test
    void a_time_out_that_was_stopped_never_expires() {
        AtomicInteger expired = new AtomicInteger();
        ActiveTimer timer = ofThreeHours(expired);
        timer.resume();
        timer.look(0);
        timer.stop();
        timer.look(9 * HOUR);

        assertThat(expired).hasValue(0);
    }

    private static ActiveTimer ofThreeHours(AtomicInteger expired) {
        return new ActiveTimer(new Deadlines(_ -> {}), Duration.ofHours(3), expired::incrementAndGet);
    }
}
