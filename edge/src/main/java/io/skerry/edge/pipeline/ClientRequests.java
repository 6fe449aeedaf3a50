package io.skerry.edge.pipeline;

import io.skerry.edge.generation.Generation;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.server.Arrival;
import io.skerry.edge.server.RequestHandler;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/** The line as the front door sees it: takes requests on the event loops of their connections. */
public final class ClientRequests implements RequestHandler {

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
        new ClientCall(http, arrival, parts).answer(pipeline, generations.get());
    }
}
