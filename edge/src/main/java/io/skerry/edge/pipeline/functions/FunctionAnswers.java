package io.skerry.edge.pipeline.functions;

import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.OwnAnswer;
import io.skerry.edge.pipeline.body.BytesBody;
import io.skerry.edge.pipeline.body.Content;
import io.skerry.edge.pipeline.body.TransformedBody;
import io.skerry.functions.api.Body;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.runtime.BodyPipeline;
import io.skerry.origin.OriginBody;
import io.vertx.core.buffer.Buffer;

/** Turns what functions answer into content the pipeline can serve. */
public final class FunctionAnswers {

    private FunctionAnswers() {}

    /** An answer given before the cache was asked: goes out as it is. */
    public static Answer direct(EdgeResponse response, Exchange exchange, MemoryBudget memory) {
        return Answer.asIs(
                FunctionViews.head(response),
                new Content.Streamed(content(response.body(), nothing(), memory)),
                exchange.made(OwnAnswer.FUNCTION));
    }

    /**
     * The content of a response as functions left it.
     *
     * @param body whole, empty, upstream, or a transform of one of these
     * @param upstream the origin's content, cancelled if it is not used
     * @param memory where bytes that a function answers with are charged until they are handed on: they are there already
     */
    public static OriginBody content(Body body, OriginBody upstream, MemoryBudget memory) {
        BodyPipeline transforms = BodyPipeline.of(body);
        OriginBody source = switch (transforms.source()) {
            case Body.Upstream _ -> upstream;
            case Body.Empty _ -> instead(upstream, nothing());
            case Body.Whole whole -> instead(upstream, charged(whole.bytes(), memory));
            case Body.Transformed _ -> throw new IllegalStateException("a source is not transformed");
        };
        return transforms.isIdentity() ? source : TransformedBody.of(source, transforms);
    }

    /** A content without bytes. */
    public static OriginBody nothing() {
        return BytesBody.of(Buffer.buffer());
    }

    private static OriginBody charged(byte[] bytes, MemoryBudget memory) {
        memory.charge(Use.BODIES, bytes.length);
        OriginBody body = BytesBody.of(Buffer.buffer(bytes));
        body.end().onComplete(_ -> memory.release(Use.BODIES, bytes.length));
        return body;
    }

    private static OriginBody instead(OriginBody upstream, OriginBody own) {
        upstream.cancel();
        return own;
    }
}
