package io.skerry.functions.runtime;

import static io.skerry.functions.runtime.FakeEdge.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Functions one behind another: who is asked in which phase, and what becomes of what they say. */
class FunctionChainTest {

    private static final UpstreamBody NO_BODY =
            _ -> CompletableFuture.completedFuture(new UpstreamBody.Collected.TooLarge());

    @AutoClose
    private final FakeEdge edge = new FakeEdge();

    private final ExchangeState state = edge.request();

    @Test
    void route_without_functions_has_an_empty_chain() {
        assertThat(FunctionChain.of(List.of()).isEmpty()).isTrue();
        for (Phase phase : Phase.values()) {
            assertThat(FunctionChain.of(List.of()).has(phase)).isFalse();
        }
    }

    @Test
    void function_is_asked_only_in_the_phases_it_has_code_for() {
        FunctionChain chain = edge.chain(new AtOriginRequest(Outcome::next), OnError.FAIL);

        assertThat(chain.isEmpty()).isFalse();
        assertThat(chain.has(Phase.ORIGIN_REQUEST)).isTrue();
        assertThat(chain.has(Phase.REQUEST)).isFalse();
        assertThat(chain.has(Phase.RESPONSE)).isFalse();
    }

    @Test
    void outcome_given_at_once_is_there_at_once() {
        FunctionChain chain =
                edge.chain(new AtOriginRequest(() -> Outcome.respond(EdgeResponse.of(204))), OnError.FAIL);

        RequestDecision decision = edge.onLoop(() -> {
            var stage = chain.onOriginRequest(state);
            assertThat(stage.toCompletableFuture()).isDone();
            return stage;
        });

        assertThat(decision).isEqualTo(new RequestDecision.Respond(EdgeResponse.of(204), "site/route/test"));
        assertThat(edge.events).containsExactly("called onOriginRequest");
    }

    @Test
    void outcome_that_its_phase_does_not_allow_is_misuse() {
        assertMisused(edge.chain(new AtOriginRequest(() -> Outcome.rewrite("/other")), OnError.FAIL));
        assertMisused(edge.chain(new AtOriginRequest(() -> Outcome.bufferBody(1, _ -> Outcome.next())), OnError.FAIL));
        assertMisused(edge.chain(new AtOriginRequest(() -> Outcome.respond(PAGE)), OnError.FAIL));
        assertThat(edge.events).containsOnly("failed onOriginRequest");
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
        UpstreamBody upstream = _ -> CompletableFuture.completedFuture(
                new UpstreamBody.Collected.Whole("body".getBytes(StandardCharsets.UTF_8)));
        AtomicReference<String> seen = new AtomicReference<>("");
        FunctionChain chain = edge.chain(
                new AtOriginResponse(() -> Outcome.bufferBody(100, whole -> {
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
                new AtOriginResponse(() -> Outcome.bufferBody(3, _ -> Outcome.respond(EdgeResponse.of(204)))),
                OnError.SKIP);

        ResponseDecision decision = edge.onLoop(() -> chain.onOriginResponse(state, PAGE, NO_BODY));

        assertThat(decision).isEqualTo(new ResponseDecision.Proceed(PAGE));
        assertThat(edge.failures).extracting(FunctionFailure::kind).containsExactly(Kind.BODY_TOO_LARGE);
        assertThat(state.seal().refusal()).isPresent();
    }

    @Test
    void transform_that_cannot_be_made_is_its_function_s_failure_and_that_of_the_one_that_wants_the_body() {
        Body broken = new Body.Transformed(new Body.Whole(new byte[1]), () -> {
            throw new IllegalStateException("no transform");
        });
        FunctionChain chain = FunctionChain.of(List.of(
                edge.running(
                        new AtOriginResponse(() -> Outcome.respond(
                                new EdgeResponse(200, EdgeResponse.of(200).fields(), broken))),
                        "first",
                        OnError.FAIL),
                edge.running(
                        new AtOriginResponse(() -> Outcome.bufferBody(100, _ -> Outcome.next())),
                        "second",
                        OnError.FAIL)));

        ResponseDecision decision = edge.onLoop(() -> chain.onOriginResponse(state, PAGE, NO_BODY));

        assertThat(decision).isInstanceOf(ResponseDecision.Failed.class);
        assertThat(edge.failures).extracting(FunctionFailure::use).containsExactly("first", "second");
    }

    @Test
    void last_phase_may_change_the_head_and_not_the_body() {
        FunctionChain good =
                edge.chain(new ClientResponse(response -> Outcome.respond(response.with("X-Seen", "1"))), OnError.FAIL);
        FunctionChain bad = edge.chain(
                new ClientResponse(response -> Outcome.respond(response.withBody(new byte[1]))), OnError.FAIL);

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
