package io.skerry.edge.testing;

import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Fetch;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.Outcome;

/** Puts {@code /fragment} in the place of the origin's content, and leaves the head as the origin sent it. */
@Function("test-fragment-page")
public final class FragmentPage implements EdgeFunction {

    @Override
    public Outcome onOriginResponse(EdgeResponse response, Exchange exchange) {
        return Outcome.async(exchange.fetch().get("/fragment", 1000).thenApply(result -> switch (result) {
            case Fetch.Fetched fragment ->
                Outcome.respond(response.withBody(fragment.body().bytes().clone()));
            case Fetch.TooLarge _, Fetch.Failed _ -> Outcome.next();
        }));
    }
}
