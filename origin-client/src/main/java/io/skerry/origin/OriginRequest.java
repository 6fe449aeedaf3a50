package io.skerry.origin;

import io.skerry.cache.message.RequestHead;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What to ask an origin.
 *
 * @param head method, path and query as forwarded, and end-to-end fields (see {@link ForwardedHeaders}). {@code Host} and framing are set by the client whatever the
 *     head says, and hop-by-hop fields never leave.
 * @param body the content
 * @param label only targets with this label, or null for any
 * @param onInterim receives the first few interim responses on the caller's context, or null to drop them
 */
public record OriginRequest(
        RequestHead head,
        RequestBody body,
        @Nullable String label,
        @Nullable Consumer<Interim> onInterim) {

    public OriginRequest {
        Objects.requireNonNull(head);
        Objects.requireNonNull(body);
    }

    /** Whether it may be sent again where nobody knows if it was received (RFC 9110 9.2.2); content is there to be read once. */
    boolean repeatable() {
        return body instanceof RequestBody.None && head.method().idempotent();
    }

    /** A request without content, to any target. */
    public static OriginRequest of(RequestHead head) {
        return new OriginRequest(head, new RequestBody.None(), null, null);
    }

    /** The same request with this content. */
    public OriginRequest withBody(RequestBody other) {
        return new OriginRequest(head, other, label, onInterim);
    }

    /** The same request, whose interim responses go there. */
    public OriginRequest telling(Consumer<Interim> receiver) {
        return new OriginRequest(head, body, label, receiver);
    }

    /** The same request, only to targets of this label. */
    public OriginRequest pinnedTo(String toLabel) {
        return new OriginRequest(head, body, toLabel, onInterim);
    }
}
