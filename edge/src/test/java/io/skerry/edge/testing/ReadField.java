package io.skerry.edge.testing;

import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.Outcome;

/** Answers with the group that the request names, as it is read where what is read is recorded. */
@Function("test-read-field")
public final class ReadField implements EdgeFunction {

    @Override
    public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
        return Outcome.respond(EdgeResponse.text(
                        200,
                        request.header("X-Group").orElse("none")
                                + request.cookie("group").orElse(""))
                .with("Cache-Control", "max-age=60")
                .with("ETag", "\"1\"")
                .with("Vary", "Accept-Language"));
    }
}
