package io.skerry.functions.builtin;

import io.skerry.functions.api.Body;
import io.skerry.functions.api.BodyTransform;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Follows outcomes to their end, as the edge would. */
final class Outcomes {

    private Outcomes() {}

    static EdgeResponse response(Outcome outcome) throws Exception {
        return switch (outcome) {
            case Outcome.Respond respond -> respond.response();
            case Outcome.Async async ->
                response(async.later().toCompletableFuture().get(10, TimeUnit.SECONDS));
            case Outcome.Compute compute -> response(compute.work().call());
            case Outcome.Blocking blocking -> response(blocking.work().call());
            case Outcome.Next _, Outcome.Rewrite _, Outcome.BufferBody _ ->
                throw new AssertionError("not a response: " + outcome);
        };
    }

    /** The outcome when the pool is full. */
    static EdgeResponse responseWhenFull(Outcome outcome) throws Exception {
        return switch (outcome) {
            case Outcome.Async async ->
                responseWhenFull(async.later().toCompletableFuture().get(10, TimeUnit.SECONDS));
            case Outcome.Compute(var _, Outcome.Respond full) -> full.response();
            default -> throw new AssertionError("computes nothing: " + outcome);
        };
    }

    static byte[] bytes(EdgeResponse response) {
        return ((Body.Whole) response.body()).bytes();
    }

    /** Streams a body through the transform of a response, in chunks of a few bytes. */
    static byte[] streamed(EdgeResponse response, byte[] upstream) {
        BodyTransform transform =
                ((Body.Transformed) response.body()).transform().get();
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        Consumer<ByteBuffer> out = chunk -> {
            byte[] copy = new byte[chunk.remaining()];
            chunk.get(copy);
            result.writeBytes(copy);
        };
        for (int at = 0; at < upstream.length; at += 5) {
            transform.accept(ByteBuffer.wrap(upstream, at, Math.min(5, upstream.length - at)), out);
        }
        transform.finish(out);
        return result.toByteArray();
    }
}
