package io.skerry.cache.message;

import java.util.Objects;

/**
 * A request without its content.
 *
 * @param method what is asked
 * @param target of what, normalised
 * @param headers the fields as received
 */
public record RequestHead(Method method, TargetUri target, Headers headers) {

    public RequestHead {
        Objects.requireNonNull(method);
        Objects.requireNonNull(target);
        Objects.requireNonNull(headers);
    }

    /** The same request with other fields. */
    public RequestHead withHeaders(Headers newHeaders) {
        return new RequestHead(method, target, newHeaders);
    }

    /** The same request for another target. */
    public RequestHead withTarget(TargetUri newTarget) {
        return new RequestHead(method, newTarget, headers);
    }
}
