package io.skerry.functions.runtime;

import static io.skerry.functions.runtime.FakeEdge.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.functions.api.Body;
import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Fetch;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.Outcome;
import io.skerry.functions.runtime.FunctionFailure.Kind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What functions hold of the node's memory: asked for first, charged while it is held, given back once. */
class FunctionMemoryTest {

    @AutoClose
    private final FakeEdge edge = new FakeEdge();

    private final ExchangeState state = edge.request();

    @Test
    void body_for_which_there_is_no_memory_is_a_failure_that_the_use_decides_on() {
        UpstreamBody full = _ -> CompletableFuture.completedFuture(new UpstreamBody.Collected.NoRoom());
        EdgeFunction function =
                new AtOriginResponse(() -> Outcome.bufferBody(3, _ -> Outcome.respond(EdgeResponse.of(204))));

        ResponseDecision skipped =
                edge.onLoop(() -> edge.chain(function, OnError.SKIP).onOriginResponse(state, PAGE, full));
        ResponseDecision failed =
                edge.onLoop(() -> edge.chain(function, OnError.FAIL).onOriginResponse(edge.request(), PAGE, full));

        assertThat(skipped).isEqualTo(new ResponseDecision.Proceed(PAGE));
        assertThat(failed).isInstanceOf(ResponseDecision.Failed.class);
        assertThat(edge.failures).extracting(FunctionFailure::kind).containsOnly(Kind.OVERLOADED);
    }

    @Test
    @Timeout(30)
    void what_a_function_fetched_is_charged_until_the_work_on_it_has_ended() throws Exception {
        edge.pages.put("/page", page(1000));
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        FunctionChain chain = edge.chain(new FetchesAndWorks(working, release), OnError.FAIL);

        RequestDecision decision = edge.onLoop(() -> chain.onOriginRequest(state));

        assertThat(decision).as("cut off").isInstanceOf(RequestDecision.Failed.class);
        working.await();
        assertThat(edge.budget.bytes(Use.BODIES)).isEqualTo(1000);
        release.countDown();
        while (edge.budget.bytes(Use.BODIES) != 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void fetch_for_which_there_is_no_memory_fails_and_nothing_stays_charged() {
        edge.pages.put("/page", page((1 << 20) + 1));
        FunctionChain chain =
                edge.chain(new FetchesAndWorks(new CountDownLatch(1), new CountDownLatch(0)), OnError.FAIL);

        RequestDecision decision = edge.onLoop(() -> chain.onOriginRequest(state));

        assertThat(decision).isEqualTo(new RequestDecision.Respond(EdgeResponse.of(503), "site/route/test"));
        assertThat(edge.budget.bytes(Use.BODIES)).isZero();
    }

    @Test
    void memory_for_work_is_granted_up_to_its_limit_and_waited_for() throws Exception {
        assertThat(edge.memory.limitBytes()).isEqualTo(1 << 20);
        assertThat(edge.memory.take(1 << 20, Duration.ZERO)).isTrue();
        assertThat(edge.budget.bytes(Use.WORK)).isEqualTo(1 << 20);
        assertThat(edge.memory.take(1, Duration.ofMillis(5))).isFalse();
        assertThat(Objects.requireNonNull(edge.budget.accounts().get(Use.WORK)).refusals())
                .isEqualTo(1);
        edge.memory.giveBack(1 << 20);
        assertThat(edge.memory.take(1, Duration.ZERO)).isTrue();
        edge.memory.giveBack(1);
        assertThat(edge.budget.bytes(Use.WORK)).isZero();
    }

    @Test
    @Timeout(30)
    void more_memory_than_there_is_is_refused_at_once_and_keeps_nobody_waiting() throws Exception {
        Duration ever = ChronoUnit.FOREVER.getDuration();

        assertThat(edge.memory.take((1 << 20) + 1, ever)).isFalse();
        assertThat(edge.memory.take(1L << 50, ever)).isFalse();
        assertThat(edge.memory.take(1 << 20, ever)).isTrue();
        edge.memory.giveBack(1 << 20);
    }

    private static SubAnswer page(int bytes) {
        return new SubAnswer.Answered(
                new Fetch.Fetched(200, EdgeResponse.of(200).fields(), new Body.Whole(new byte[bytes])),
                new SourceFacts(FakeEdge.uri("/page"), Duration.ofMinutes(1), Derivation.none()));
    }

    /** Works on what it fetched and does not hear that it is cut off. */
    @Function("fetches-and-works")
    private record FetchesAndWorks(CountDownLatch working, CountDownLatch release) implements EdgeFunction {
        @Override
        public Duration workDeadline() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
            return Outcome.async(exchange.fetch().get("/page", 1 << 24).thenApply(result -> switch (result) {
                case Fetch.Fetched _ -> Outcome.compute(this::work);
                case Fetch.TooLarge _, Fetch.Failed _ -> Outcome.respond(EdgeResponse.of(503));
            }));
        }

        private Outcome work() {
            working.countDown();
            while (true) {
                try {
                    release.await();
                    return Outcome.next();
                } catch (InterruptedException unheard) {
                    // As a decoder of images would: it sees no interrupt.
                }
            }
        }
    }
}
