package io.skerry.edge.testing;

import io.skerry.functions.api.BodyTransform;
import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Fetch;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.Outcome;
import io.skerry.functions.api.Summary;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Has a word in every phase: fetches {@code /fragment} before the origin is asked, and puts the content through a transform. */
@Function("test-every-phase")
public final class EveryPhase implements EdgeFunction {

    @Override
    public Outcome onRequest(EdgeRequest request, Exchange exchange) {
        exchange.dimension("group", "one");
        return Outcome.blocking(Outcome::next);
    }

    @Override
    public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
        return Outcome.async(exchange.fetch().get("/fragment", 2000).thenApply(result -> switch (result) {
            case Fetch.Fetched _ -> Outcome.next();
            case Fetch.TooLarge _, Fetch.Failed _ -> Outcome.respond(EdgeResponse.text(503, "no fragment"));
        }));
    }

    @Override
    public Outcome onOriginResponse(EdgeResponse response, Exchange exchange) {
        exchange.dimension("group");
        exchange.counters().add("seen", 1);
        return Outcome.compute(() -> Outcome.respond(response.transformed(Unchanged::new, "1")));
    }

    @Override
    public Outcome onResponse(EdgeResponse response, Exchange exchange) {
        return Outcome.respond(response.with("X-Seen", "yes"));
    }

    @Override
    public void onComplete(Summary summary) {
        // That it is called is enough.
    }

    private static final class Unchanged implements BodyTransform {
        @Override
        public void accept(ByteBuffer chunk, Consumer<ByteBuffer> out) {
            out.accept(chunk);
        }

        @Override
        public void finish(Consumer<ByteBuffer> out) {
            // Nothing is left.
        }
    }
}
