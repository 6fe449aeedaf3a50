package io.skerry.edge.pipeline;

import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.generation.Generation;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.Refusal;
import io.skerry.edge.routing.SiteRoutes;
import io.skerry.edge.server.Arrival;
import io.skerry.edge.server.RequestHandler;
import io.skerry.edge.server.UnroutedExchange;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The line as the front door sees it: takes requests on the event loops of their connections. */
public final class ClientRequests implements RequestHandler {

    private static final String MISDIRECTED = "misdirected";

    private final Supplier<Generation> generations;
    private final RequestPipeline pipeline;
    private final PipelineParts parts;

    ClientRequests(Supplier<Generation> generations, RequestPipeline pipeline, PipelineParts parts) {
        this.generations = generations;
        this.pipeline = pipeline;
        this.parts = parts;
    }

    /** Answers a request that the front door let in. Called on the event loop of its connection. */
    @Override
    public void handle(HttpServerRequest http, Arrival arrival) {
        Generation generation = generations.get();
        if (misdirected(generation, arrival)) {
            new UnroutedExchange(http, arrival.client(), arrival.at(), this::refused)
                    .refuse(Refusal.UNKNOWN_HOST.status(), MISDIRECTED);
            return;
        }
        new ClientCall(http, arrival, parts).answer(pipeline, generation);
    }

    @Override
    public void refused(ExchangeRecord record) {
        parts.listener().ended(record);
    }

    /**
     * Whether the connection was made for another site than the request is for (RFC 9110 7.4, 15.5.20): certificates, and what a
     * network in between allows, are a site's own.
     */
    private static boolean misdirected(Generation generation, Arrival arrival) {
        if (arrival.serverName() == null) {
            return false;
        }
        Optional<String> connected = site(generation, arrival.serverName().toLowerCase(Locale.ROOT));
        Optional<String> asked = site(generation, arrival.host());
        return connected.isPresent() && asked.isPresent() && !connected.equals(asked);
    }

    private static Optional<String> site(Generation generation, String host) {
        return generation.router().site(host).map(SiteRoutes::site);
    }
}
