package io.skerry.edge.testing;

import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.Outcome;

/** Says in a field of the response which group the request named, and leaves everything else as the origin sent it. */
@Function("test-group-field")
public final class GroupField implements EdgeFunction {

    @Override
    public Outcome onRequest(EdgeRequest request, Exchange exchange) {
        exchange.dimension("group", request.header("X-Group").orElse("none"));
        return Outcome.next();
    }

    @Override
    public Outcome onOriginResponse(EdgeResponse response, Exchange exchange) {
        return Outcome.respond(response.with("X-Group", exchange.dimension("group")));
    }
}
