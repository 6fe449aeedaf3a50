package io.skerry.functions.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.Outcome;
import io.skerry.functions.runtime.FunctionFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Work that a function does elsewhere: where it comes back, what bounds it, and what its failure means. */
class FunctionWorkTest {

    @AutoClose
    private final FakeEdge edge = new FakeEdge();

    private final ExchangeState state = edge.request();

    @Test
    void work_elsewhere_comes_back_on_the_event_loop() {
        for (Supplier<Outcome> work : List.<Supplier<Outcome>>of(
                () -> Outcome.async(CompletableFuture.supplyAsync(Outcome::next)),
                () -> Outcome.blocking(() -> onThread("skerry-function-")),
                () -> Outcome.compute(() -> onThread("skerry-compute-")),
                () -> Outcome.async(CompletableFuture.supplyAsync(() -> Outcome.compute(Outcome::next))))) {
            AtomicReference<String> thread = new AtomicReference<>("");
            RequestDecision decision = edge.onLoop(() -> edge.chain(new AtOriginRequest(work), OnError.FAIL)
                    .onOriginRequest(state)
                    .whenComplete((_, _) -> thread.set(Thread.currentThread().getName())));

            assertThat(decision).isInstanceOf(RequestDecision.Proceed.class);
            assertThat(thread.get()).isEqualTo("event-loop");
        }
    }

    private static Outcome onThread(String prefix) {
        assertThat(Thread.currentThread().getName()).startsWith(prefix);
        return Outcome.next();
    }

    @ParameterizedTest
    @EnumSource(OnError.class)
    void what_throws_is_a_failure_and_the_use_decides(OnError onError) {
        for (Supplier<Outcome> work : List.<Supplier<Outcome>>of(
                () -> {
                    throw new IllegalStateException("at once");
                },
                () -> Outcome.async(CompletableFuture.failedFuture(new IllegalStateException("later"))),
                () -> Outcome.blocking(() -> {
                    throw new java.io.IOException("blocking");
                }),
                () -> Outcome.compute(() -> {
                    throw new StackOverflowError();
                }))) {
            edge.failures.clear();
            ExchangeState fresh = edge.request();
            RequestDecision decision = edge.onLoop(
                    () -> edge.chain(new AtOriginRequest(work), onError).onOriginRequest(fresh));

            assertThat(edge.failures).singleElement().satisfies(failure -> {
                assertThat(failure.kind()).isEqualTo(Kind.THREW);
                assertThat(failure.use()).isEqualTo("site/route/test");
            });
            assertOnError(onError, decision, fresh);
        }
    }

    private void assertOnError(OnError onError, RequestDecision decision, ExchangeState of) {
        switch (onError) {
            case FAIL -> assertThat(decision).isEqualTo(new RequestDecision.Failed(edge.failures.getFirst()));
            case SKIP -> {
                assertThat(decision).isInstanceOf(RequestDecision.Proceed.class);
                assertThat(of.seal().refusal()).hasValue("function site/route/test failed and was skipped");
            }
        }
    }

    @Test
    void work_that_is_not_done_at_its_deadline_is_interrupted() {
        AtomicBoolean interrupted = new AtomicBoolean();
        for (boolean compute : new boolean[] {true, false}) {
            interrupted.set(false);
            java.util.concurrent.Callable<Outcome> endless = () -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException cut) {
                    interrupted.set(true);
                }
                return Outcome.next();
            };
            RequestDecision decision = edge.onLoop(() -> edge.chain(
                            new Hurried(compute ? Outcome.compute(endless) : Outcome.blocking(endless)), OnError.FAIL)
                    .onOriginRequest(edge.request()));

            assertThat(decision)
                    .isInstanceOfSatisfying(
                            RequestDecision.Failed.class,
                            failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.TIMED_OUT));
            await().untilTrue(interrupted);
        }
    }

    @Test
    void stage_that_never_completes_is_given_up() {
        RequestDecision decision =
                edge.onLoop(() -> edge.chain(new Hurried(Outcome.async(new CompletableFuture<>())), OnError.FAIL)
                        .onOriginRequest(state));

        assertThat(decision).isInstanceOf(RequestDecision.Failed.class);
    }

    @Test
    void full_queue_is_a_failure_or_what_the_function_says() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try {
            // One thread and four places in the queue.
            FunctionChain waiting = edge.chain(
                    new AtOriginRequest(() -> Outcome.compute(() -> {
                        release.await();
                        return Outcome.next();
                    })),
                    OnError.FAIL);
            for (int i = 0; i < 5; i++) {
                edge.eventLoop.execute(() -> waiting.onOriginRequest(edge.request()));
            }
            edge.eventLoop.submit(() -> {}).get();

            RequestDecision refused = edge.onLoop(() -> edge.chain(
                            new AtOriginRequest(() -> Outcome.compute(Outcome::next)), OnError.FAIL)
                    .onOriginRequest(state));
            RequestDecision answered = edge.onLoop(() -> edge.chain(
                            new AtOriginRequest(
                                    () -> Outcome.computeOr(Outcome::next, Outcome.respond(EdgeResponse.of(503)))),
                            OnError.FAIL)
                    .onOriginRequest(state));

            assertThat(refused)
                    .isInstanceOfSatisfying(
                            RequestDecision.Failed.class,
                            failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.OVERLOADED));
            assertThat(answered).isEqualTo(new RequestDecision.Respond(EdgeResponse.of(503), "site/route/test"));
        } finally {
            release.countDown();
        }
    }

    @Test
    void use_has_no_more_works_at_once_than_it_said() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        FunctionChain chain = edge.chain(new OneAtATime(release), OnError.FAIL);
        edge.eventLoop.execute(() -> chain.onOriginRequest(edge.request()));
        edge.eventLoop.submit(() -> {}).get();

        assertThat(edge.onLoop(() -> chain.onOriginRequest(state)))
                .isEqualTo(new RequestDecision.Respond(EdgeResponse.of(503), "site/route/test"));
        release.countDown();
        await().untilAsserted(() -> assertThat(edge.onLoop(() -> chain.onOriginRequest(edge.request())))
                .isInstanceOf(RequestDecision.Proceed.class));
    }

    @Test
    void work_that_goes_on_after_it_was_cut_off_keeps_its_place_until_it_ends() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        FunctionChain chain = edge.chain(new DeafAndAlone(release), OnError.FAIL);
        edge.onLoop(() -> chain.onOriginRequest(edge.request()));

        edge.onLoop(() -> chain.onOriginRequest(state));
        release.countDown();

        assertThat(edge.failures).extracting(FunctionFailure::kind).containsExactly(Kind.TIMED_OUT, Kind.OVERLOADED);
        await().untilAsserted(() -> assertThat(edge.onLoop(() -> chain.onOriginRequest(edge.request())))
                .isInstanceOf(RequestDecision.Proceed.class));
    }

    @Test
    void work_cut_off_while_it_waits_frees_its_place() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try {
            edge.eventLoop.execute(() -> edge.chain(
                            new AtOriginRequest(() -> Outcome.compute(() -> {
                                release.await();
                                return Outcome.next();
                            })),
                            OnError.FAIL)
                    .onOriginRequest(edge.request()));
            for (int i = 0; i < 8; i++) {
                edge.onLoop(() -> edge.chain(new Hurried(Outcome.compute(Outcome::next)), OnError.FAIL)
                        .onOriginRequest(edge.request()));
            }

            assertThat(edge.failures).hasSize(8).allMatch(failure -> failure.kind() == Kind.TIMED_OUT);
            await().until(() -> edge.executors.computeWaiting() == 0);
        } finally {
            release.countDown();
        }
    }

    @Test
    void bulkhead_bounds_blocking_work() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try {
            FunctionChain chain = edge.chain(
                    new AtOriginRequest(() -> Outcome.blocking(() -> {
                        release.await();
                        return Outcome.next();
                    })),
                    OnError.FAIL);
            edge.eventLoop.execute(() -> chain.onOriginRequest(edge.request()));
            edge.eventLoop.execute(() -> chain.onOriginRequest(edge.request()));

            assertThat(edge.onLoop(() -> chain.onOriginRequest(state))).isInstanceOf(RequestDecision.Failed.class);
            assertThat(edge.executors.blockingRunning()).isEqualTo(2);
        } finally {
            release.countDown();
        }
        await().until(() -> edge.executors.blockingRunning() == 0);
    }

    @Function("hurried")
    private record Hurried(Outcome outcome) implements EdgeFunction {
        @Override
        public Duration workDeadline() {
            return Duration.ofMillis(30);
        }

        @Override
        public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
            return outcome;
        }
    }

    /** Its one work sees no interrupt. */
    @Function("deaf-and-alone")
    private record DeafAndAlone(CountDownLatch release) implements EdgeFunction {
        @Override
        public Duration workDeadline() {
            return Duration.ofMillis(300);
        }

        @Override
        public int workLimit() {
            return 1;
        }

        @Override
        public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
            return Outcome.blocking(() -> {
                while (release.getCount() > 0) {
                    Thread.onSpinWait();
                }
                return Outcome.next();
            });
        }
    }

    @Function("one-at-a-time")
    private record OneAtATime(CountDownLatch release) implements EdgeFunction {
        @Override
        public int workLimit() {
            return 1;
        }

        @Override
        public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
            return Outcome.computeOr(
                    () -> {
                        release.await();
                        return Outcome.next();
                    },
                    Outcome.respond(EdgeResponse.of(503)));
        }
    }
}
