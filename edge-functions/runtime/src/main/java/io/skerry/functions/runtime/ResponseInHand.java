package io.skerry.functions.runtime;

import io.skerry.functions.api.Body;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.runtime.UpstreamBody.Collected;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The response a phase works on, if it has one, and the way to its body. */
record ResponseInHand(@Nullable EdgeResponse response, UpstreamBody upstream) {

    private static final UpstreamBody NO_BODY = _ -> CompletableFuture.completedFuture(new Collected.TooLarge());
    private static final ResponseInHand NOTHING = new ResponseInHand(null, NO_BODY);

    /** For the request phases. */
    static ResponseInHand nothing() {
        return NOTHING;
    }

    /** For a phase that may not look into the body. */
    static ResponseInHand headOf(EdgeResponse response) {
        return new ResponseInHand(response, NO_BODY);
    }

    /** Whether an answer of the phase may have this body. */
    boolean allows(Body body, Phase phase) {
        return switch (phase) {
            case REQUEST, ORIGIN_REQUEST -> !(sourceOf(body) instanceof Body.Upstream);
            case RESPONSE -> response != null && body.equals(response.body());
            case ORIGIN_RESPONSE -> true;
            case COMPLETE -> false;
        };
    }

    /** All bytes of a body, its transforms applied. */
    CompletionStage<Collected> collect(Body body, int maxBytes) {
        BodyPipeline pipeline = BodyPipeline.of(body);
        CompletionStage<Collected> source = switch (pipeline.source()) {
            case Body.Empty _ -> CompletableFuture.completedFuture(new Collected.Whole(new byte[0]));
            case Body.Whole whole ->
                CompletableFuture.completedFuture(
                        whole.bytes().length > maxBytes
                                ? new Collected.TooLarge()
                                : new Collected.Whole(whole.bytes()));
            case Body.Upstream _ -> upstream.collect(maxBytes);
            case Body.Transformed _ -> throw new IllegalStateException("a source is not transformed");
        };
        return source.thenApply(collected -> collected instanceof Collected.Whole whole
                ? new Collected.Whole(pipeline.apply(whole.bytes()))
                : collected);
    }

    private static Body sourceOf(Body body) {
        return body instanceof Body.Transformed transformed ? sourceOf(transformed.source()) : body;
    }
}
