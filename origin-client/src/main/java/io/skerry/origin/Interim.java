package io.skerry.origin;

import io.skerry.cache.message.Headers;
import java.util.Objects;

/**
 * An interim response (RFC 9110 15.2): it comes before the answer and is never taken for it.
 *
 * @param status 102 to 199, but 101
 * @param headers its end-to-end fields
 */
public record Interim(int status, Headers headers) {
    public Interim {
        Objects.requireNonNull(headers);
        if (status < 102 || status > 199) {
            throw new IllegalArgumentException("not an interim status: " + status);
        }
    }
}
