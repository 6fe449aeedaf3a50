package io.skerry.edge.testing;

import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.Outcome;

/** Collects the origin's content before it is handed on. */
@Function("test-buffered-page")
public final class BufferedPage implements EdgeFunction {

    @Override
    public Outcome onOriginResponse(EdgeResponse response, Exchange exchange) {
        return Outcome.bufferBody(10_000, whole -> Outcome.respond(whole.with("X-Buffered", "yes")));
    }
}
