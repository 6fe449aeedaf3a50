package io.skerry.edge.pipeline;

import io.skerry.cache.entry.Validators;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.validation.ConditionalRequest;
import io.skerry.functions.runtime.Phase;

/** The requests by which the edge fills and freshens its store. Pure. */
final class OriginRequests {

    private OriginRequests() {}

    /**
     * The request of a client as the origin is asked it on behalf of everybody: for the whole response, with the edge's conditions in
     * place of the client's, with what is in the key and not more.
     *
     * @param validators to ask with; none for a request without conditions
     */
    static RequestHead of(Exchange exchange, Validators validators) {
        CachePolicy policy = exchange.policy();
        Headers headers = ConditionalRequest.validating(exchange.request().headers(), validators);
        headers = policy.forwardable(headers);
        if (!policy.has(CachePolicy.Trait.CLIENT_REVALIDATE)) {
            headers = headers.without("Cache-Control").without("Pragma");
        }
        if (exchange.route().functions().has(Phase.ORIGIN_RESPONSE)) {
            // Functions read text, not codings.
            headers = headers.with("Accept-Encoding", "identity");
        }
        return new RequestHead(exchange.request().method(), exchange.keyed().forwarded(), headers);
    }
}
