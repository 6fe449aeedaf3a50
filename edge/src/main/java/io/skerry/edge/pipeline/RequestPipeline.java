package io.skerry.edge.pipeline;

import io.skerry.edge.generation.Caching;
import io.skerry.edge.generation.RouteAction;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.ErrorAnswers;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.FixedAnswers;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.Refusal;
import io.skerry.edge.pipeline.fetch.FetchSteps;
import io.skerry.edge.pipeline.functions.FunctionAnswers;
import io.skerry.functions.api.EdgeResponse;
import io.vertx.core.Future;

/**
 * Steps 3 to 11: from a request head to an answer. The same for a client's request and for one that a function makes.
 *
 * <p>Each step is a method; each decision of the rules is one switch. What is not decided here is in {@link RoutingSteps} (3 and
 * 4), {@link CacheSteps} (5 to 8, with {@link FollowerSteps}), {@link FetchSteps} (11) and {@link PassSteps} (requests that the cache
 * takes no part in).
 */
final class RequestPipeline implements RoutingSteps.Continuation<Answer> {

    private final CacheSteps cache;
    private final PassSteps pass;
    private final PipelineParts parts;
    private final LoopWarning loops = new LoopWarning(System::nanoTime);
    private final RoutingSteps<Answer> routing = new RoutingSteps<>(this);

    RequestPipeline(CacheSteps cache, PassSteps pass, PipelineParts parts) {
        this.cache = cache;
        this.pass = pass;
        this.parts = parts;
    }

    /** The answer to a request. Fails only for a defect. */
    Future<Answer> answer(Exchange exchange) {
        return routing.begin(exchange);
    }

    @Override
    public Future<Answer> refused(Exchange exchange, Refusal refusal) {
        return ErrorAnswers.refuse(exchange, refusal);
    }

    @Override
    public Future<Answer> answered(Exchange exchange, EdgeResponse response) {
        return Future.succeededFuture(FunctionAnswers.direct(response, exchange, parts.memory()));
    }

    @Override
    public Future<Answer> routed(Exchange exchange) {
        return switch (exchange.route().action()) {
            case RouteAction.Redirect redirect -> Future.succeededFuture(FixedAnswers.redirect(redirect, exchange));
            case RouteAction.Respond respond -> Future.succeededFuture(FixedAnswers.respond(respond, exchange));
            case RouteAction.Forward forward -> forward(exchange, forward);
            case RouteAction.FunctionsAnswer _ -> cacheOrPass(exchange);
        };
    }

    private Future<Answer> forward(Exchange exchange, RouteAction.Forward forward) {
        if (parts.mark().loops(exchange.request().headers())) {
            loops.found(forward.name());
            return ErrorAnswers.refuse(exchange, Refusal.LOOP);
        }
        return switch (exchange.upgrade()) {
            case WEBSOCKET -> pass.upgrade(exchange, forward);
            case NONE -> cacheOrPass(exchange);
        };
    }

    private Future<Answer> cacheOrPass(Exchange exchange) {
        return switch (exchange.route().caching()) {
            case Caching.Off _ -> pass.bypass(exchange);
            case Caching.By by -> cache.answer(exchange, by);
        };
    }
}
