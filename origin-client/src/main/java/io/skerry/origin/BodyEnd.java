package io.skerry.origin;

import java.util.Objects;

/** How the content of an answer ended. */
public sealed interface BodyEnd {

    /**
     * Whole: its declared length, its last chunk, or the end of a connection-delimited answer; over TLS one that the origin announced
     * ({@code close_notify}, RFC 9112 9.8).
     */
    record Complete() implements BodyEnd {}

    /**
     * Broken off. What was received must not pass for the whole.
     *
     * @param failure why
     */
    record Failed(OriginFailure failure) implements BodyEnd {
        public Failed {
            Objects.requireNonNull(failure);
        }
    }
}
