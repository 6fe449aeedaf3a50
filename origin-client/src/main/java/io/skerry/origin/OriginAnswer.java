package io.skerry.origin;

import io.skerry.cache.message.ResponseHead;
import java.time.Instant;
import java.util.Objects;

/** How asking an origin ended, up to the head of its answer. */
public sealed interface OriginAnswer permits OriginAnswer.Response, OriginFailure {

    /**
     * A final response.
     *
     * @param head status and end-to-end fields; {@code Content-Length} is kept where the origin declared it
     * @param body its content, paused; the receiver reads it to its end or cancels it
     * @param requestTime when the request was sent (RFC 9111 4.2.3)
     * @param responseTime when the head was received (RFC 9111 4.2.3)
     * @param target who answered
     */
    record Response(ResponseHead head, OriginBody body, Instant requestTime, Instant responseTime, OriginTarget target)
            implements OriginAnswer {
        public Response {
            Objects.requireNonNull(head);
            Objects.requireNonNull(body);
            Objects.requireNonNull(requestTime);
            Objects.requireNonNull(responseTime);
            Objects.requireNonNull(target);
        }
    }
}
