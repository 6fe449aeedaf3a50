package io.skerry.edge.pipeline;

import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.UriNormalisation;
import io.skerry.cache.message.UriNormaliser;
import io.skerry.edge.generation.Route;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Futures;
import io.skerry.edge.pipeline.answer.Refusal;
import io.skerry.edge.pipeline.functions.FunctionInputs;
import io.skerry.edge.routing.RouteMatch;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.runtime.ExchangeState;
import io.skerry.functions.runtime.Phase;
import io.skerry.functions.runtime.RequestDecision;
import io.vertx.core.Future;

/**
 * Steps 3 and 4: the route of a request, and what its functions say before the cache is asked. The same for a request that is
 * answered and for one that is only explained.
 *
 * @param <T> what comes of it
 */
public final class RoutingSteps<T> {

    private final Continuation<T> next;

    /** Steps with {@code next} behind them. */
    public RoutingSteps(Continuation<T> next) {
        this.next = next;
    }

    /** What happens to a request when it has been routed, or cannot be. */
    public interface Continuation<T> {

        /** The edge refuses it. */
        Future<T> refused(Exchange exchange, Refusal refusal);

        /** A function of the route answered it. */
        Future<T> answered(Exchange exchange, EdgeResponse response);

        /** It has a route, and its functions let it pass. */
        Future<T> routed(Exchange exchange);
    }

    /** Routes a request; fails only for a defect. */
    public Future<T> begin(Exchange exchange) {
        return route(exchange, Rewrites.ALLOWED);
    }

    private enum Rewrites {
        ALLOWED,
        SPENT
    }

    // Step 3.
    private Future<T> route(Exchange exchange, Rewrites rewrites) {
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
            case RouteMatch.UnknownHost<Route> _ -> next.refused(exchange, Refusal.UNKNOWN_HOST);
            case RouteMatch.NoRoute<Route> _ -> next.refused(exchange, Refusal.NO_ROUTE);
        };
    }

    // Step 4.
    private Future<T> functionsOnRequest(Exchange exchange, Rewrites rewrites) {
        Route route = exchange.route();
        if (route.functions().isEmpty()) {
            return next.routed(exchange);
        }
        ExchangeState state = new ExchangeState(new FunctionInputs(exchange));
        exchange.functionsBegin(state);
        if (!route.functions().has(Phase.REQUEST)) {
            return next.routed(exchange);
        }
        return Futures.from(route.functions().onRequest(state), exchange.context())
                .compose(decision -> afterOnRequest(exchange, decision, rewrites));
    }

    private Future<T> afterOnRequest(Exchange exchange, RequestDecision decision, Rewrites rewrites) {
        return switch (decision) {
            case RequestDecision.Proceed _ -> next.routed(exchange);
            case RequestDecision.Respond respond -> next.answered(exchange, respond.response());
            case RequestDecision.Rewrite rewrite -> rewrite(exchange, rewrite.path(), rewrites);
            case RequestDecision.Failed failed -> next.refused(exchange, Refusal.of(failed.failure()));
        };
    }

    private Future<T> rewrite(Exchange exchange, String path, Rewrites rewrites) {
        RequestHead request = exchange.request();
        UriNormalisation target = UriNormaliser.normalise(
                request.target().scheme(), request.target().authority(), path);
        return switch (rewrites) {
            case SPENT -> next.refused(exchange, Refusal.REWRITE_LOOP);
            case ALLOWED ->
                switch (target) {
                    case UriNormalisation.Malformed _ -> next.refused(exchange, Refusal.FUNCTION_FAILED);
                    case UriNormalisation.Normalised normalised -> {
                        exchange.rewritten(request.withTarget(normalised.uri()));
                        yield route(exchange, Rewrites.SPENT);
                    }
                };
        };
    }
}
