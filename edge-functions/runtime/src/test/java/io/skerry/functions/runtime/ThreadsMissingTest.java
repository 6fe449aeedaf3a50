package io.skerry.functions.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.Outcome;
import io.skerry.functions.api.Source;
import io.skerry.functions.runtime.FunctionFailure.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While there is no thread to be had works fail, and when there is one again they find all the room there was. */
class ThreadsMissingTest {

    private static final int BLOCKING = 2;

    private final AtomicBoolean missing = new AtomicBoolean();
    private final AtomicInteger refused = new AtomicInteger();

    @AutoClose
    private final FakeEdge edge = new FakeEdge(new FunctionExecutors(
            new FunctionExecutors.Limits(1, 4, BLOCKING),
            scarce(Thread.ofPlatform().daemon().factory()),
            scarce(Thread.ofVirtual().factory())));

    private ThreadFactory scarce(ThreadFactory threads) {
        return task -> {
            if (missing.get()) {
                refused.incrementAndGet();
                throw new OutOfMemoryError("unable to create native thread");
            }
            return threads.newThread(task);
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void work_without_a_thread_keeps_no_place(boolean compute) {
        FunctionChain chain = edge.chain(new TwoAtATime(compute), OnError.FAIL);
        missing.set(true);
        for (int i = 0; i < 3 * BLOCKING; i++) {
            assertThat(edge.onLoop(() -> chain.onOriginRequest(edge.request())))
                    .isInstanceOf(RequestDecision.Failed.class);
        }
        missing.set(false);

        assertThat(edge.failures).extracting(FunctionFailure::kind).containsOnly(Kind.THREW);
        assertThat(edge.executors.blockingRunning()).isZero();
        assertThat(edge.onLoop(() -> chain.onOriginRequest(edge.request())))
                .isInstanceOf(RequestDecision.Proceed.class);
    }

    @Test
    void data_that_could_not_be_refreshed_for_want_of_a_thread_is_refreshed_later() {
        URI url = URI.create("http://data.example/table");
        edge.data.put(url, "one".getBytes(StandardCharsets.UTF_8));
        LoadedSnapshot<String> snapshot = new LoadedSnapshot<>(
                "table",
                new Source(url.toString(), null, Duration.ofSeconds(1)),
                bytes -> new String(bytes, StandardCharsets.UTF_8),
                edge);
        snapshot.start();
        await().until(() -> snapshot.current().isPresent());
        missing.set(true);
        await().until(() -> refused.get() > 0);
        edge.data.put(url, "two".getBytes(StandardCharsets.UTF_8));
        missing.set(false);

        await().atMost(Duration.ofSeconds(8))
                .until(() -> snapshot.current()
                        .filter(version -> version.value().equals("two"))
                        .isPresent());
        snapshot.stop();
    }

    @Function("two-at-a-time")
    private record TwoAtATime(boolean compute) implements EdgeFunction {
        @Override
        public int workLimit() {
            return BLOCKING;
        }

        @Override
        public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
            return compute ? Outcome.compute(Outcome::next) : Outcome.blocking(Outcome::next);
        }
    }
}
