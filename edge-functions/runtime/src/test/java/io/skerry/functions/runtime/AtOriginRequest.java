package io.skerry.functions.runtime;

import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.Outcome;
import java.util.function.Supplier;

/** A function that does something before the origin is asked, and nothing else. */
@Function("origin-request")
record AtOriginRequest(Supplier<Outcome> outcome) implements EdgeFunction {
    @Override
    public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
        return outcome.get();
    }
}
