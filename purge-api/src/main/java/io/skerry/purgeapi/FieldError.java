package io.skerry.purgeapi;

import java.util.Objects;

/**
 * What is wrong with one member of a request.
 *
 * @param pointer where, as a JSON pointer (RFC 6901); empty for the whole body
 * @param detail what is wrong with it, for the caller
 */
public record FieldError(String pointer, String detail) {
    public FieldError {
        Objects.requireNonNull(pointer);
        Objects.requireNonNull(detail);
    }
}
