package io.skerry.edge.pipeline.functions;

import io.skerry.cache.key.CacheKeyPolicy;
import io.skerry.cache.key.HostScope;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.message.UriNormalisation;
import io.skerry.cache.message.UriNormaliser;
import io.skerry.edge.generation.Caching;
import io.skerry.edge.generation.CanonicalUris;
import io.skerry.edge.generation.Route;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.RouteInfo;
import io.skerry.functions.runtime.ExchangeInputs;
import io.skerry.functions.runtime.geo.GeoPlace;
import java.util.concurrent.Executor;

/** What the functions of a route are told of one request. */
public final class FunctionInputs implements ExchangeInputs {

    private final Exchange exchange;

    /** The inputs of this exchange. */
    public FunctionInputs(Exchange exchange) {
        this.exchange = exchange;
    }

    /** The exchange behind it, for a request that a function makes. */
    public Exchange exchange() {
        return exchange;
    }

    @Override
    public String requestId() {
        return exchange.client().requestId();
    }

    @Override
    public EdgeRequest request() {
        return new FunctionViews.Request(exchange.request());
    }

    @Override
    public RouteInfo route() {
        Route route = exchange.route();
        return new RouteInfo(
                route.site().name(), route.name(), exchange.captures().asMap());
    }

    @Override
    public GeoPlace place() {
        return exchange.generation().places().of(exchange.client().client());
    }

    @Override
    public boolean isKeyed(VariantInput input) {
        return switch (exchange.route().caching()) {
            case Caching.Off _ -> false;
            case Caching.By by ->
                keyed(input, by.policy().forUrl(exchange.request().target()).key());
        };
    }

    @Override
    public boolean isHostKeyed() {
        return switch (exchange.route().caching()) {
            case Caching.Off _ -> true;
            case Caching.By by ->
                by.policy().forUrl(exchange.request().target()).key().hostScope() instanceof HostScope.Own;
        };
    }

    private static boolean keyed(VariantInput input, CacheKeyPolicy key) {
        return switch (input.kind()) {
            case HEADER -> key.headers().contains(input.name());
            case COOKIE -> key.cookies().contains(input.name());
            case QUERY -> key.query().selection().keeps(input.name());
            case CODING, GEO, DIMENSION -> false;
        };
    }

    @Override
    public TargetUri resolve(String pathAndQuery) {
        TargetUri here = exchange.request().target();
        return switch (UriNormaliser.normalise(here.scheme(), here.authority(), pathAndQuery)) {
            case UriNormalisation.Malformed malformed ->
                throw new IllegalArgumentException(
                        "not a path (" + malformed.fault().token() + "): " + pathAndQuery);
            case UriNormalisation.Normalised normalised -> CanonicalUris.of(exchange.generation(), normalised.uri());
        };
    }

    @Override
    public Executor eventLoop() {
        return task -> exchange.context().runOnContext(_ -> task.run());
    }

    @Override
    public int depth() {
        return exchange.depth();
    }
}
