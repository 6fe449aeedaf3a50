package io.skerry.edge.pipeline.fetch;

import io.skerry.cache.message.CodedHead;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.Compression;
import io.skerry.cache.storing.CompressionDecider;
import io.skerry.cache.storing.CompressionDecision;
import io.skerry.edge.coding.ContentCodings;
import io.skerry.edge.coding.ContentEncoder;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.UpstreamAnswer;
import io.skerry.edge.pipeline.body.EncodedBody;
import java.util.Optional;
import java.util.OptionalLong;

/** Codes what is going to be stored, while it arrives. */
final class Compressing {

    private final ContentCodings codings;

    Compressing(ContentCodings codings) {
        this.codings = codings;
    }

    /** The response as it is to be stored: coded as this client asked, or as it came. */
    UpstreamAnswer.Response fit(Exchange exchange, UpstreamAnswer.Response response) {
        OptionalLong length = response.body().declaredBytes();
        Compression policy = exchange.policy().compression();
        return switch (CompressionDecider.decide(exchange.request(), response.head(), length, policy)) {
            case CompressionDecision.Leave _ -> response;
            case CompressionDecision.Plain _ -> response.with(CodedHead.varying(response.head()), response.body());
            case CompressionDecision.Encode encode -> encoded(exchange, response, encode);
        };
    }

    /** Whether a response that will be stored is one that is coded, for this client or for another. */
    static boolean concerns(Exchange exchange, UpstreamAnswer.Response response) {
        return !(CompressionDecider.decide(
                        exchange.request(),
                        response.head(),
                        response.body().declaredBytes(),
                        exchange.policy().compression())
                instanceof CompressionDecision.Leave);
    }

    private UpstreamAnswer.Response encoded(
            Exchange exchange, UpstreamAnswer.Response response, CompressionDecision.Encode encode) {
        Optional<ContentEncoder> free = codings.encoder(encode.codings());
        if (free.isEmpty()) {
            return response.with(CodedHead.varying(response.head()), response.body());
        }
        ContentEncoder encoder = free.get();
        ResponseHead head = CodedHead.encoded(response.head(), encoder.coding());
        return response.with(head, EncodedBody.of(response.body(), encoder, codings.threads(), exchange.context()));
    }

    /**
     * The answer to a HEAD that the origin gave, as the answer to a GET would be headed (RFC 9110 9.3.2).
     *
     * @param head of a response that a GET would store
     */
    static ResponseHead headOfGet(Exchange exchange, ResponseHead head) {
        OptionalLong length = declared(head);
        RequestHead get = new RequestHead(
                Method.GET, exchange.request().target(), exchange.request().headers());
        return switch (CompressionDecider.decide(
                get, head, length, exchange.policy().compression())) {
            case CompressionDecision.Leave _ -> head;
            case CompressionDecision.Plain _ -> CodedHead.varying(head);
            case CompressionDecision.Encode encode ->
                CodedHead.encoded(head, encode.codings().getFirst());
        };
    }

    private static OptionalLong declared(ResponseHead head) {
        String text = head.headers().first("Content-Length").orElse("");
        boolean number = !text.isEmpty() && text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
