package io.skerry.edge.pipeline;

import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.UriNormalisation;
import io.skerry.cache.message.UriNormaliser;
import io.skerry.edge.generation.Caching;
import io.skerry.edge.generation.Route;
import io.skerry.edge.generation.RouteAction;
import io.skerry.edge.routing.RouteMatch;
import io.skerry.functions.runtime.ExchangeState;
import io.skerry.functions.runtime.Phase;
import io.skerry.functions.runtime.RequestDecision;
import io.vertx.core.Future;

/**
 * Steps 3 to 11: from a request head to an answer. The same for a client's request and for one that a function makes.
 *
 * <p>Each step is a method; each decision of the rules is one switch. What is not decided here is in {@link CacheSteps} (5 to 8),
 * {@link OriginSteps} (9 to 11) and {@link PassSteps} (requests that the cache takes no part in).
 */
final class RequestPipeline {

    private final CacheSteps cache;
    private final PassSteps pass;

    RequestPipeline(CacheSteps cache, PassSteps pass) {
        this.cache = cache;
        this.pass = pass;
    }

    /** The answer to a request. Fails only for a defect. */
    Future<Answer> answer(Exchange exchange) {
        return route(exchange, Rewrites.ALLOWED);
    }

    private enum Rewrites {
        ALLOWED,
        SPENT
    }

    // Step 3.
    private Future<Answer> route(Exchange exchange, Rewrites rewrites) {
        RequestHead request = exchange.request();
        RouteMatch<Route> match = exchange.generation()
                .router()
                .route(
                        request.target().host(),
                        request.target().path(),
                        request.method().name());
        return switch (match) {
            case RouteMatch.Matched<Route> matched -> {
                exchange.matched(matched.route(), matched.captures());
                yield functionsOnRequest(exchange, rewrites);
            }
            case RouteMatch.UnknownHost<Route> _ -> refuse(exchange, Refusal.UNKNOWN_HOST);
            case RouteMatch.NoRoute<Route> _ -> refuse(exchange, Refusal.NO_ROUTE);
        };
    }

    // Step 4.
    private Future<Answer> functionsOnRequest(Exchange exchange, Rewrites rewrites) {
        Route route = exchange.route();
        if (route.functions().isEmpty()) {
            return act(exchange);
        }
        ExchangeState state = new ExchangeState(new FunctionInputs(exchange));
        exchange.functionsBegin(state);
        if (!route.functions().has(Phase.REQUEST)) {
            return act(exchange);
        }
        return Futures.from(route.functions().onRequest(state), exchange.context())
                .compose(decision -> afterOnRequest(exchange, decision, rewrites));
    }

    private Future<Answer> afterOnRequest(Exchange exchange, RequestDecision decision, Rewrites rewrites) {
        return switch (decision) {
            case RequestDecision.Proceed _ -> act(exchange);
            case RequestDecision.Respond respond ->
                Future.succeededFuture(FunctionAnswers.direct(respond.response(), exchange));
            case RequestDecision.Rewrite rewrite -> rewrite(exchange, rewrite.path(), rewrites);
            case RequestDecision.Failed failed -> refuse(exchange, Refusal.of(failed.failure()));
        };
    }

    private Future<Answer> rewrite(Exchange exchange, String path, Rewrites rewrites) {
        RequestHead request = exchange.request();
        UriNormalisation target = UriNormaliser.normalise(
                request.target().scheme(), request.target().authority(), path);
        return switch (rewrites) {
            case SPENT -> refuse(exchange, Refusal.REWRITE_LOOP);
            case ALLOWED ->
                switch (target) {
                    case UriNormalisation.Malformed _ -> refuse(exchange, Refusal.FUNCTION_FAILED);
                    case UriNormalisation.Normalised normalised -> {
                        exchange.rewritten(request.withTarget(normalised.uri()));
                        yield route(exchange, Rewrites.SPENT);
                    }
                };
        };
    }

    private Future<Answer> act(Exchange exchange) {
        return switch (exchange.route().action()) {
            case RouteAction.Redirect redirect -> Future.succeededFuture(FixedAnswers.redirect(redirect, exchange));
            case RouteAction.Respond respond -> Future.succeededFuture(FixedAnswers.respond(respond, exchange));
            case RouteAction.Forward forward ->
                switch (exchange.upgrade()) {
                    case WEBSOCKET -> pass.upgrade(exchange, forward);
                    case NONE -> cacheOrPass(exchange);
                };
            case RouteAction.FunctionsAnswer _ -> cacheOrPass(exchange);
        };
    }

    private Future<Answer> cacheOrPass(Exchange exchange) {
        return switch (exchange.route().caching()) {
            case Caching.Off _ -> pass.bypass(exchange);
            case Caching.By by -> cache.answer(exchange, by);
        };
    }

    static Future<Answer> refuse(Exchange exchange, Refusal refusal) {
        exchange.refused(refusal);
        return Future.succeededFuture(ErrorAnswers.of(refusal, exchange.client().requestId()));
    }
}
