package io.skerry.cache.message;

import java.util.Objects;

/**
 * A final response without its content.
 *
 * @param status 200 to 599
 * @param headers the fields
 */
public record ResponseHead(int status, Headers headers) {

    public ResponseHead {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("not a final status: " + status);
        }
        Objects.requireNonNull(headers);
    }

    /** The same response with other fields. */
    public ResponseHead withHeaders(Headers newHeaders) {
        return new ResponseHead(status, newHeaders);
    }
}
