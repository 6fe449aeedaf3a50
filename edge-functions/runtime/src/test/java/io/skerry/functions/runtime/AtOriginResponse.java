package io.skerry.functions.runtime;

import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.Outcome;
import java.util.function.Supplier;

/** A function that does something when the origin has answered, and nothing else. */
@Function("origin-response")
record AtOriginResponse(Supplier<Outcome> outcome) implements EdgeFunction {
    @Override
    public Outcome onOriginResponse(EdgeResponse response, Exchange exchange) {
        return outcome.get();
    }
}
