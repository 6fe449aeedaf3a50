package io.skerry.edge.pipeline.upstream;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.message.AcceptEncoding;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.parts.RangeAsk;
import io.skerry.cache.parts.RangeAskDecider;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.validation.ConditionalRequest;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.functions.runtime.FunctionChain;
import io.skerry.functions.runtime.Phase;
import java.util.List;

/** The requests by which the edge fills and freshens its store. Pure. */
public final class OriginRequests {

    private OriginRequests() {}

    /**
     * The request of a client as the origin is asked it on behalf of everybody: for the whole response, with the edge's conditions in
     * place of the client's, with what is in the key and not more.
     *
     * @param validators to ask with, of one stored response or of several; none for a request without conditions
     */
    public static RequestHead of(Exchange exchange, List<Validators> validators) {
        CachePolicy policy = exchange.policy();
        Headers headers = ConditionalRequest.validating(exchange.request().headers(), validators);
        headers = policy.forwardable(headers);
        if (!policy.has(CachePolicy.Trait.CLIENT_REVALIDATE)) {
            headers = headers.without("Cache-Control").without("Pragma");
        }
        if (exchange.route().functions().has(Phase.ORIGIN_RESPONSE)) {
            // Functions read text, not codings.
            headers = headers.with("Accept-Encoding", "identity");
        } else if (policy.compression().on()) {
            // What is asked for is exactly what is in the variant.
            String chosen =
                    AcceptEncoding.of(headers).chosen(policy.compression().codings());
            headers = headers.with("Accept-Encoding", chosen);
        }
        return new RequestHead(exchange.request().method(), exchange.keyed().forwarded(), headers);
    }

    /**
     * The request of a client as the origin is asked it on behalf of that client alone: as it came, but for what would keep functions
     * from reading the answer.
     */
    public static RequestHead passedOn(Exchange exchange) {
        RequestHead request = exchange.request();
        if (!exchange.route().functions().has(Phase.ORIGIN_RESPONSE)) {
            return request;
        }
        // A part of what the origin has is no part of what a function makes of it.
        return request.withHeaders(request.headers()
                .with("Accept-Encoding", "identity")
                .without("Range")
                .without("If-Range"));
    }

    /** The same request for the part of the response that is asked for. */
    public static RequestHead of(Exchange exchange, List<Validators> validators, RangeAsk ask) {
        RequestHead whole = of(exchange, validators);
        return switch (ask) {
            case RangeAsk.Whole _ -> whole;
            case RangeAsk.Slice slice -> whole.withHeaders(whole.headers().with("Range", slice.value()));
            case RangeAsk.AsClient _ -> {
                Headers client = exchange.request().headers();
                Headers.Builder headers = whole.headers().toBuilder();
                client.first("Range").ifPresent(range -> headers.set("Range", range));
                client.first("If-Range").ifPresent(condition -> headers.set("If-Range", condition));
                yield whole.withHeaders(headers.build());
            }
        };
    }

    /**
     * The request for a part of a response that is known already, in the version with its strong tag or not at all (RFC 9110 13.1.5).
     * The response is everybody's, and so is its part: nobody's credentials obtain it (RFC 9111 3.5). It is asked for in the coding
     * that the response has, whatever this client takes: some origins code a part, under the tag of what is not coded.
     *
     * @param stored the head of the response
     */
    public static RequestHead partOf(Exchange exchange, StoredHead stored, RangeAsk.Slice part) {
        RequestHead whole = of(exchange, List.of());
        return new RequestHead(
                Method.GET,
                whole.target(),
                whole.headers()
                        .without("Authorization")
                        .with("Accept-Encoding", stored.contentCoding())
                        .with("Range", part.value())
                        .with("If-Range", stored.originValidators().entityTag().orElseThrow()));
    }

    /** What part of the response to ask for. */
    public static RangeAsk ask(Exchange exchange) {
        return storedAsSent(exchange)
                ? RangeAskDecider.decide(exchange.request(), exchange.sharing())
                : new RangeAsk.Whole();
    }

    /** Whether what the origin sends is what is stored, part by part and variant by variant: no function stands between the two. */
    public static boolean storedAsSent(Exchange exchange) {
        FunctionChain functions = exchange.route().functions();
        return !functions.has(Phase.ORIGIN_REQUEST) && !functions.has(Phase.ORIGIN_RESPONSE);
    }
}
