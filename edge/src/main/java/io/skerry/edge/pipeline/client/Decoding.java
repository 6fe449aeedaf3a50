package io.skerry.edge.pipeline.client;

import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.Directive;
import io.skerry.cache.memory.MemoryBudget.Claim;
import io.skerry.cache.message.CodedHead;
import io.skerry.cache.message.ContentCoding;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.edge.coding.ContentCodings;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.ErrorAnswers;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Refusal;
import io.skerry.edge.pipeline.answer.RequestCodings;
import io.skerry.edge.pipeline.body.Content;
import io.skerry.edge.pipeline.body.DecodedBody;
import java.util.Optional;

/** Undoes the coding of a stored content for a client that refuses it (RFC 9110 12.5.3). */
public final class Decoding {

    private Decoding() {}

    /** The answer as this client takes it: decoded, if its content is stored in a coding that the client refuses. */
    public static Answer fit(Exchange exchange, Answer answer, ContentCodings codings) {
        Headers headers = answer.head().headers();
        if (!headers.contains("Content-Encoding")
                || !(answer.content() instanceof Content.Leased leased)
                || !exchange.decodes()) {
            return answer;
        }
        Optional<ContentCoding> coding = CodedHead.coding(headers);
        if (coding.isEmpty()
                || !ContentCodings.supports(coding.get())
                || RequestCodings.accepts(exchange.request().headers(), coding.get())
                || CacheControl.of(headers).has(Directive.NO_TRANSFORM)) {
            return answer;
        }
        if (exchange.request().method().equals(Method.HEAD)) {
            leased.close();
            return answer.with(CodedHead.decoded(answer.head()), Content.None.INSTANCE);
        }
        Optional<Claim> reserved = codings.reserveDecoder();
        if (reserved.isEmpty()) {
            leased.close();
            exchange.refused(Refusal.CODING_OVERLOADED);
            return ErrorAnswers.of(Refusal.CODING_OVERLOADED, exchange.client().requestId());
        }
        return answer.with(
                CodedHead.decoded(answer.head()),
                new Content.Streamed(
                        DecodedBody.of(leased, coding.get(), codings, reserved.get(), exchange.context())));
    }
}
