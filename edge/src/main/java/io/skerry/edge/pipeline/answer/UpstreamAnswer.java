package io.skerry.edge.pipeline.answer;

import io.skerry.cache.entry.Validators;
import io.skerry.cache.message.ResponseHead;
import io.skerry.functions.runtime.Derivation;
import io.skerry.origin.OriginBody;
import io.skerry.origin.OriginFailure;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;

/** What came back from beyond the cache: from the origin, or from a function in its place. */
public sealed interface UpstreamAnswer {

    /** A step that takes this answer over. Where it fails the content is given up: one that nobody reads holds its connection for ever. */
    default <T> Future<T> orGivenUp(Supplier<Future<T>> step) {
        return Futures.of(step).onFailure(_ -> {
            if (this instanceof Response response) {
                response.body().cancel();
            }
        });
    }

    /**
     * A final response, as the route's functions left it.
     *
     * @param head without connection-specific fields
     * @param body paused; read to its end or cancelled by the receiver
     * @param requestTime when the request was sent (RFC 9111 4.2.3)
     * @param responseTime when the head was received (RFC 9111 4.2.3)
     * @param originValidators what to validate it with at the origin; for an answer of functions, with them if they made it
     *     from others, else none
     * @param derivation what functions read and said while it was made
     */
    record Response(
            ResponseHead head,
            OriginBody body,
            Instant requestTime,
            Instant responseTime,
            Validators originValidators,
            Derivation derivation)
            implements UpstreamAnswer {
        public Response {
            Objects.requireNonNull(head);
            Objects.requireNonNull(body);
            Objects.requireNonNull(requestTime);
            Objects.requireNonNull(responseTime);
            Objects.requireNonNull(originValidators);
            Objects.requireNonNull(derivation);
        }

        /** The same response under another head. */
        public Response withHead(ResponseHead newHead) {
            return new Response(newHead, body, requestTime, responseTime, originValidators, derivation);
        }

        /** The same response in another representation; what validates it at the origin stays. */
        public Response with(ResponseHead newHead, OriginBody newBody) {
            return new Response(newHead, newBody, requestTime, responseTime, originValidators, derivation);
        }
    }

    /** The origin gave no response. */
    record OriginFailed(OriginFailure failure) implements UpstreamAnswer {
        public OriginFailed {
            Objects.requireNonNull(failure);
        }
    }

    /** The edge cannot answer: a function failed, or nobody is there to answer. */
    record Refused(Refusal refusal) implements UpstreamAnswer {
        public Refused {
            Objects.requireNonNull(refusal);
        }
    }
}
