package io.skerry.origin;

import static org.awaitility.Awaitility.await;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time-outs that share an event loop. */
class DeadlinesTest {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Deadlines deadlines = new Deadlines(vertx);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void those_of_other_listeners_go_on_when_one_is_closed() {
        AbstractVerticle listener = new AbstractVerticle() {
            @Override
            public void start() {
                new ActiveTimer(deadlines, Duration.ofHours(1), () -> {}).resume();
            }
        };
        String id = vertx.deployVerticle(listener)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        vertx.undeploy(id).toCompletionStage().toCompletableFuture().join();
        AtomicBoolean expired = new AtomicBoolean();
        vertx.setPeriodic(
                200, _ -> new ActiveTimer(deadlines, Duration.ofMillis(100), () -> expired.set(true)).resume());

        await().atMost(Duration.ofSeconds(20)).untilTrue(expired);
    }
}
