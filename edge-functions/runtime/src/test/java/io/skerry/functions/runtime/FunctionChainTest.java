package io.skerry.functions.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.functions.api.Body;
import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.Outcome;
import io.skerry.functions.api.Summary;
import io.skerry.functions.runtime.FunctionFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FunctionChainTest {

    private static final UpstreamBody NO_BODY = _ -> CompletableFuture.completedFuture(Optional.empty());
    private static final EdgeResponse PAGE =
            new EdgeResponse(200, EdgeResponse.of(200).fields(), new Body.Upstream());

    private final FakeEdge edge = new FakeEdge();
    private final ExchangeState state = edge.request();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void route_without_functions_has_an_empty_chain() {
        assertThat(FunctionChain.of(List.of()).isEmpty()).isTrue();
        for (Phase phase : Phase.values()) {
            assertThat(FunctionChain.of(List.of()).has(phase)).isFalse();
        }
    }

    @Test
    void function_is_asked_only_in_the_phases_it_has_code_for() {
        FunctionChain chain = edge.chain(origin(Outcome::next), OnError.FAIL);

        assertThat(chain.isEmpty()).isFalse();
        assertThat(chain.has(Phase.ORIGIN_REQUEST)).isTrue();
        assertThat(chain.has(Phase.REQUEST)).isFalse();
        assertThat(chain.has(Phase.RESPONSE)).isFalse();
    }

    @Test
    void outcome_given_at_once_is_there_at_once() {
        FunctionChain chain = edge.chain(origin(() -> Outcome.respond(EdgeResponse.of(204))), OnError.FAIL);

        RequestDecision decision = edge.onLoop(() -> {
            var stage = chain.onOriginRequest(state);
            assertThat(stage.toCompletableFuture()).isDone();
            return stage;
        });

        assertThat(decision).isEqualTo(new RequestDecision.Respond(EdgeResponse.of(204), "site/route/test"));
        assertThat(edge.events).containsExactly("called onOriginRequest");
    }

    @Test
    void work_elsewhere_comes_back_on_the_event_loop() {
        for (Supplier<Outcome> work : List.<Supplier<Outcome>>of(
                () -> Outcome.async(CompletableFuture.supplyAsync(Outcome::next)),
                () -> Outcome.blocking(() -> onThread("skerry-function-")),
                () -> Outcome.compute(() -> onThread("skerry-compute-")),
                () -> Outcome.async(CompletableFuture.supplyAsync(() -> Outcome.compute(Outcome::next))))) {
            AtomicReference<String> thread = new AtomicReference<>("");
            RequestDecision decision = edge.onLoop(() -> edge.chain(origin(work), OnError.FAIL)
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
            RequestDecision decision =
                    edge.onLoop(() -> edge.chain(origin(work), onError).onOriginRequest(fresh));

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
                    origin(() -> Outcome.compute(() -> {
                        release.await();
                        return Outcome.next();
                    })),
                    OnError.FAIL);
            for (int i = 0; i < 5; i++) {
                edge.eventLoop.execute(() -> waiting.onOriginRequest(edge.request()));
            }
            edge.eventLoop.submit(() -> {}).get();

            RequestDecision refused =
                    edge.onLoop(() -> edge.chain(origin(() -> Outcome.compute(Outcome::next)), OnError.FAIL)
                            .onOriginRequest(state));
            RequestDecision answered = edge.onLoop(() -> edge.chain(
                            origin(() -> Outcome.computeOr(Outcome::next, Outcome.respond(EdgeResponse.of(503)))),
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
    void work_cut_off_while_it_waits_frees_its_place() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try {
            edge.eventLoop.execute(() -> edge.chain(
                            origin(() -> Outcome.compute(() -> {
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
                    origin(() -> Outcome.blocking(() -> {
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

    @Test
    void outcome_that_its_phase_does_not_allow_is_misuse() {
        assertMisused(edge.chain(origin(() -> Outcome.rewrite("/other")), OnError.FAIL));
        assertMisused(edge.chain(origin(() -> Outcome.bufferBody(1, _ -> Outcome.next())), OnError.FAIL));
        assertMisused(edge.chain(origin(() -> Outcome.respond(PAGE)), OnError.FAIL));
    }

    private void assertMisused(FunctionChain chain) {
        assertThat(edge.onLoop(() -> chain.onOriginRequest(edge.request())))
                .isInstanceOfSatisfying(
                        RequestDecision.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.MISUSED));
    }

    @Test
    void answer_of_a_function_is_seen_by_those_below_it_alone() {
        FunctionChain chain = FunctionChain.of(List.of(
                edge.running(new Stamp("above"), "above", OnError.FAIL),
                edge.running(new Answer(), "answer", OnError.FAIL),
                edge.running(new Stamp("below"), "below", OnError.FAIL)));

        RequestDecision decision = edge.onLoop(() -> chain.onOriginRequest(state));
        EdgeResponse answer = ((RequestDecision.Respond) decision).response();
        ResponseDecision seen = edge.onLoop(() -> chain.onOriginResponse(state, answer, NO_BODY));
        ResponseDecision fromOrigin = edge.onLoop(() -> chain.onOriginResponse(edge.request(), PAGE, NO_BODY));

        assertThat(stamps(seen)).containsExactly("below");
        assertThat(stamps(fromOrigin)).containsExactly("above", "below");
    }

    private static List<String> stamps(ResponseDecision decision) {
        return ((ResponseDecision.Proceed) decision).response().fields().all("X-Stamp");
    }

    @Test
    void whole_body_is_collected_for_a_function_and_kept_for_what_follows() {
        UpstreamBody upstream =
                _ -> CompletableFuture.completedFuture(Optional.of("body".getBytes(StandardCharsets.UTF_8)));
        AtomicReference<String> seen = new AtomicReference<>("");
        FunctionChain chain = edge.chain(
                response(() -> Outcome.bufferBody(100, whole -> {
                    seen.set(new String(((Body.Whole) whole.body()).bytes(), StandardCharsets.UTF_8));
                    return Outcome.next();
                })),
                OnError.FAIL);

        ResponseDecision decision = edge.onLoop(() -> chain.onOriginResponse(state, PAGE, upstream));

        assertThat(seen.get()).isEqualTo("body");
        assertThat(((ResponseDecision.Proceed) decision).response().body()).isInstanceOf(Body.Whole.class);
    }

    @Test
    void body_that_is_too_long_goes_on_as_it_was_when_the_function_is_skipped() {
        FunctionChain chain = edge.chain(
                response(() -> Outcome.bufferBody(3, _ -> Outcome.respond(EdgeResponse.of(204)))), OnError.SKIP);

        ResponseDecision decision = edge.onLoop(() -> chain.onOriginResponse(state, PAGE, NO_BODY));

        assertThat(decision).isEqualTo(new ResponseDecision.Proceed(PAGE));
        assertThat(edge.failures).extracting(FunctionFailure::kind).containsExactly(Kind.BODY_TOO_LARGE);
        assertThat(state.seal().refusal()).isPresent();
    }

    @Test
    void last_phase_may_change_the_head_and_not_the_body() {
        FunctionChain good =
                edge.chain(client(response -> Outcome.respond(response.with("X-Seen", "1"))), OnError.FAIL);
        FunctionChain bad =
                edge.chain(client(response -> Outcome.respond(response.withBody(new byte[1]))), OnError.FAIL);

        assertThat(edge.onLoop(() -> good.onResponse(state, PAGE)))
                .isEqualTo(new ResponseDecision.Proceed(PAGE.with("X-Seen", "1")));
        assertThat(edge.onLoop(() -> bad.onResponse(state, PAGE))).isInstanceOf(ResponseDecision.Failed.class);
    }

    @Test
    void failure_at_the_end_of_a_request_is_recorded_and_stops_nobody() {
        AtomicReference<Summary> told = new AtomicReference<>();
        FunctionChain chain = FunctionChain.of(List.of(
                edge.running(
                        new Ending(_ -> {
                            throw new IllegalStateException("no");
                        }),
                        "first",
                        OnError.FAIL),
                edge.running(new Ending(told::set), "second", OnError.FAIL)));
        Summary summary = new Summary("r-1", 200, 10, Duration.ofMillis(3), "hit", Summary.Ending.COMPLETE);

        chain.onComplete(summary);

        assertThat(told.get()).isEqualTo(summary);
        assertThat(edge.failures).extracting(FunctionFailure::use).containsExactly("first");
    }

    private static EdgeFunction origin(Supplier<Outcome> outcome) {
        return new OriginRequest(outcome);
    }

    private static EdgeFunction response(Supplier<Outcome> outcome) {
        return new OriginResponse(outcome);
    }

    private static EdgeFunction client(java.util.function.Function<EdgeResponse, Outcome> outcome) {
        return new ClientResponse(outcome);
    }

    @Function("origin-request")
    private record OriginRequest(Supplier<Outcome> outcome) implements EdgeFunction {
        @Override
        public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
            return outcome.get();
        }
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

    @Function("origin-response")
    private record OriginResponse(Supplier<Outcome> outcome) implements EdgeFunction {
        @Override
        public Outcome onOriginResponse(EdgeResponse response, Exchange exchange) {
            return outcome.get();
        }
    }

    @Function("client-response")
    private record ClientResponse(java.util.function.Function<EdgeResponse, Outcome> outcome) implements EdgeFunction {
        @Override
        public Outcome onResponse(EdgeResponse response, Exchange exchange) {
            return outcome.apply(response);
        }
    }

    @Function("stamp")
    private record Stamp(String text) implements EdgeFunction {
        @Override
        public Outcome onOriginResponse(EdgeResponse response, Exchange exchange) {
            return Outcome.respond(
                    new EdgeResponse(response.status(), response.fields().plus("X-Stamp", text), response.body()));
        }
    }

    @Function("answer")
    private record Answer() implements EdgeFunction {
        @Override
        public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
            return Outcome.respond(EdgeResponse.of(200));
        }
    }

    @Function("ending")
    private record Ending(java.util.function.Consumer<Summary> told) implements EdgeFunction {
        @Override
        public void onComplete(Summary summary) {
            told.accept(summary);
        }
    }
}
