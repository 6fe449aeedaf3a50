package io.skerry.edge.pipeline.upstream;

import io.skerry.cache.entry.Validators;
import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.edge.exchange.ExchangeRecord.OriginPart;
import io.skerry.edge.exchange.OriginListener;
import io.skerry.edge.generation.Route;
import io.skerry.edge.generation.RouteAction;
import io.skerry.edge.pipeline.answer.ErrorAnswers;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Futures;
import io.skerry.edge.pipeline.answer.Refusal;
import io.skerry.edge.pipeline.answer.UpstreamAnswer;
import io.skerry.edge.pipeline.body.CollectableBody;
import io.skerry.edge.pipeline.functions.FunctionAnswers;
import io.skerry.edge.pipeline.functions.FunctionViews;
import io.skerry.functions.api.Body;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.runtime.Derivation;
import io.skerry.functions.runtime.FunctionChain;
import io.skerry.functions.runtime.Phase;
import io.skerry.functions.runtime.RequestDecision;
import io.skerry.functions.runtime.ResponseDecision;
import io.skerry.origin.ForwardedHeaders;
import io.skerry.origin.LoopMark;
import io.skerry.origin.OriginAnswer;
import io.skerry.origin.OriginBody;
import io.skerry.origin.OriginExchange;
import io.skerry.origin.OriginFailure;
import io.skerry.origin.OriginRequest;
import io.skerry.origin.RequestBody;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Steps 9 and 10: the functions before the origin, the origin, the functions behind it. The same for a request that fills the cache,
 * validates a stored response, or is merely passed on.
 */
public final class Upstream {

    private final InstantSource clock;
    private final MemoryBudget memory;
    private final OriginListener origins;
    private final LoopMark mark;

    /**
     * An upstream side.
     *
     * @param clock of its times
     * @param memory asked before contents are collected for functions
     * @param origins told of every request
     * @param mark of this node
     */
    public Upstream(InstantSource clock, MemoryBudget memory, OriginListener origins, LoopMark mark) {
        this.clock = clock;
        this.memory = memory;
        this.origins = origins;
        this.mark = mark;
    }

    /**
     * Asks.
     *
     * @param exchange whose route says whom
     * @param request as the origin is to see it, but for the route's edits and the fields of provenance
     * @param body its content
     * @return fails only for a defect
     */
    public Future<UpstreamAnswer> ask(Exchange exchange, RequestHead request, RequestBody body) {
        FunctionChain functions = exchange.route().functions();
        if (functions.isEmpty() || !functions.has(Phase.ORIGIN_REQUEST)) {
            return askOrigin(exchange, request, body);
        }
        Instant start = clock.instant();
        return Futures.from(functions.onOriginRequest(exchange.functions()), exchange.context())
                .compose(decision -> afterOnOriginRequest(exchange, decision, request, body, start));
    }

    private Future<UpstreamAnswer> afterOnOriginRequest(
            Exchange exchange, RequestDecision decision, RequestHead request, RequestBody body, Instant start) {
        return switch (decision) {
            case RequestDecision.Proceed _ -> askOrigin(exchange, request, body);
            case RequestDecision.Respond respond -> answered(exchange, respond.response(), start);
            case RequestDecision.Failed failed -> refused(Refusal.of(failed.failure()));
            case RequestDecision.Rewrite _ ->
                throw new IllegalStateException("a request is routed again before the cache lookup alone");
        };
    }

    private Future<UpstreamAnswer> answered(Exchange exchange, EdgeResponse response, Instant start) {
        Instant end = clock.instant();
        ResponseHead head = FunctionViews.head(response);
        Received received = new Received(start, end, validators(exchange, head, end));
        return head.status() == 304
                ? Future.succeededFuture(answer(
                        head,
                        FunctionAnswers.nothing(),
                        received,
                        exchange.functions().confirmed()))
                : behind(exchange, response, FunctionAnswers.nothing(), received);
    }

    /** What functions may confirm what they answer with, where it is made from others and is stored as they answer it. */
    private static Validators validators(Exchange exchange, ResponseHead head, Instant received) {
        boolean confirmable = exchange.functions().hasSources()
                && !exchange.route().functions().has(Phase.ORIGIN_RESPONSE);
        return confirmable
                ? new Validators(Validators.of(head.headers(), received).entityTag(), Optional.empty())
                : Validators.NONE;
    }

    private Future<UpstreamAnswer> askOrigin(Exchange exchange, RequestHead request, RequestBody body) {
        return switch (exchange.route().action()) {
            case RouteAction.Forward forward -> send(exchange, forward, request, body);
            case RouteAction.FunctionsAnswer _ ->
                refused(exchange.functions().skipped().map(Refusal::of).orElse(Refusal.NO_ROUTE));
            case RouteAction.Redirect _, RouteAction.Respond _ ->
                throw new IllegalStateException("this route asks nobody");
        };
    }

    private Future<UpstreamAnswer> send(
            Exchange exchange, RouteAction.Forward forward, RequestHead request, RequestBody body) {
        OriginRequest toOrigin = toOrigin(exchange, forward, request).withBody(body);
        OriginExchange asking =
                forward.client().send(exchange.interim().map(toOrigin::telling).orElse(toOrigin));
        exchange.onGivenUp(asking::cancel);
        return asking.answer().compose(answer -> received(exchange, forward, answer));
    }

    /**
     * The request with the route's rewrite, with the fields of provenance, with the route's edits, which have the last word on these, and
     * with the node's mark.
     */
    public OriginRequest toOrigin(Exchange exchange, RouteAction.Forward forward, RequestHead request) {
        Route route = exchange.route();
        String path = forward.rewrite().apply(request.target().path(), exchange.captures());
        Headers told = ForwardedHeaders.of(request, exchange.client());
        RequestHead head = request.withTarget(request.target().withPath(path))
                .withHeaders(mark.on(
                        route.requestEdits().apply(told), exchange.request().headers()));
        OriginRequest toOrigin = OriginRequest.of(head);
        return forward.label() == null ? toOrigin : toOrigin.pinnedTo(forward.label());
    }

    /** The origin's answer, behind the functions that see it. */
    public Future<UpstreamAnswer> received(Exchange exchange, RouteAction.Forward forward, OriginAnswer answer) {
        return switch (answer) {
            case OriginFailure failure -> {
                asked(exchange, OriginPart.unanswered(forward.name(), failure.detail()), ErrorAnswers.token(failure));
                yield Future.succeededFuture(new UpstreamAnswer.OriginFailed(failure));
            }
            // A content that nobody takes over holds its connection for ever.
            case OriginAnswer.Response response ->
                Futures.of(() -> received(exchange, forward, response))
                        .onFailure(_ -> response.body().cancel());
        };
    }

    private Future<UpstreamAnswer> received(
            Exchange exchange, RouteAction.Forward forward, OriginAnswer.Response response) {
        ResponseHead head = response.head();
        OriginPart part = new OriginPart(
                forward.name(),
                response.target().authority(),
                Optional.of(head.status()),
                Duration.between(response.requestTime(), response.responseTime()));
        asked(exchange, part, "");
        return behind(
                exchange,
                head,
                response.body(),
                new Received(
                        response.requestTime(),
                        response.responseTime(),
                        Validators.of(head.headers(), response.responseTime())));
    }

    /** The origin has switched protocols, which is its answer. */
    public void switched(Exchange exchange, OriginPart part) {
        asked(exchange, part, "");
    }

    private void asked(Exchange exchange, OriginPart part, String failure) {
        exchange.asked(part);
        origins.asked(part, failure);
    }

    /** When a response was asked for and received, and what the origin knows it by. */
    private record Received(Instant request, Instant response, Validators validators) {}

    private Future<UpstreamAnswer> behind(Exchange exchange, ResponseHead head, OriginBody body, Received received) {
        FunctionChain functions = exchange.route().functions();
        if (functions.isEmpty()) {
            return Future.succeededFuture(answer(head, body, received, Derivation.none()));
        }
        if (head.status() == 304) {
            // It confirms what the functions have already made; the recording stays open for a fetch that may follow.
            return Future.succeededFuture(answer(head, body, received, Derivation.none()));
        }
        if (!functions.has(Phase.ORIGIN_RESPONSE)) {
            return Future.succeededFuture(
                    answer(head, body, received, exchange.functions().seal()));
        }
        return behind(exchange, FunctionViews.response(head, new Body.Upstream()), body, received);
    }

    private Future<UpstreamAnswer> behind(
            Exchange exchange, EdgeResponse response, OriginBody body, Received received) {
        CollectableBody collectable = CollectableBody.of(body, memory.claim(Use.BODIES));
        return Futures.from(
                        exchange.route().functions().onOriginResponse(exchange.functions(), response, collectable),
                        exchange.context())
                .map(decision -> made(exchange, decision, collectable, received))
                .onFailure(_ -> collectable.whole().cancel());
    }

    private UpstreamAnswer made(Exchange exchange, ResponseDecision decision, CollectableBody body, Received received) {
        return switch (decision) {
            case ResponseDecision.Failed failed -> {
                body.whole().cancel();
                yield new UpstreamAnswer.Refused(Refusal.of(failed.failure()));
            }
            case ResponseDecision.Proceed proceed ->
                answer(
                        FunctionViews.head(proceed.response()),
                        FunctionAnswers.content(proceed.response().body(), body.whole(), memory),
                        received,
                        exchange.functions().seal());
        };
    }

    private static UpstreamAnswer answer(ResponseHead head, OriginBody body, Received received, Derivation derivation) {
        return new UpstreamAnswer.Response(
                head, body, received.request(), received.response(), received.validators(), derivation);
    }

    private static Future<UpstreamAnswer> refused(Refusal refusal) {
        return Future.succeededFuture(new UpstreamAnswer.Refused(refusal));
    }
}
