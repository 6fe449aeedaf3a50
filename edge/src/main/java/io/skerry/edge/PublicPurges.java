package io.skerry.edge;

import io.skerry.edge.config.model.SiteSettings;
import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.generation.Generation;
import io.skerry.edge.server.Arrival;
import io.skerry.edge.server.RequestHandler;
import io.skerry.edge.server.UnroutedExchange;
import io.skerry.purgeapi.http.PurgeApi;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Takes {@code PURGE} out of what clients send: to the purge API for sites that say {@code purge: public}, else 405. It never reaches an
 * origin, which might act on it without asking for a token.
 */
final class PublicPurges implements RequestHandler {

    private static final String METHOD = "PURGE";

    private final RequestHandler others;
    private final Supplier<Generation> generations;
    private final PurgeApi api;

    PublicPurges(RequestHandler others, Supplier<Generation> generations, PurgeApi api) {
        this.others = Objects.requireNonNull(others);
        this.generations = Objects.requireNonNull(generations);
        this.api = Objects.requireNonNull(api);
    }

    @Override
    public void handle(HttpServerRequest request, Arrival arrival) {
        if (!request.method().name().equals(METHOD)) {
            others.handle(request, arrival);
            return;
        }
        UnroutedExchange exchange = new UnroutedExchange(request, arrival.client(), arrival.at(), this::refused);
        if (isPublic(arrival.host())) {
            exchange.watch("purge");
            api.purge(request, target(request, arrival), arrival.client().client());
        } else {
            exchange.refuse(405);
        }
    }

    @Override
    public void refused(ExchangeRecord record) {
        others.refused(record);
    }

    private boolean isPublic(String host) {
        Generation now = generations.get();
        return now.router().site(host).stream()
                .flatMap(site -> now.file().sites().stream()
                        .filter(settings -> settings.name().equals(site.site())))
                .anyMatch(settings -> settings.purge() == SiteSettings.PurgeMethod.PUBLIC);
    }

    /** In absolute form as it came; else without a scheme, which means both. */
    private static String target(HttpServerRequest request, Arrival arrival) {
        return request.uri().startsWith("/") ? arrival.authority() + request.uri() : request.uri();
    }
}
