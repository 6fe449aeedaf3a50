package io.skerry.functions.api;

import java.util.Objects;
import java.util.function.Supplier;

/** The content of a response as a function gives or receives it. */
public sealed interface Body {

    /** No content. */
    record Empty() implements Body {}

    /** The bytes as they come from the origin or the store, not yet read; a function can pass them on or transform them. */
    record Upstream() implements Body {}

    /** A body that is in memory as a whole. */
    final class Whole implements Body {
        private final byte[] bytes;

        /**
         * Takes the bytes over.
         *
         * @param bytes not to be changed afterwards; not copied
         */
        public Whole(byte[] bytes) {
            this.bytes = Objects.requireNonNull(bytes, "bytes");
        }

        /**
         * The content.
         *
         * @return the array itself, for reading only
         */
        public byte[] bytes() {
            return bytes;
        }
    }

    /**
     * A body that is transformed chunk by chunk while it streams.
     *
     * @param source what is transformed
     * @param transform makes one fresh transform per response
     */
    record Transformed(Body source, Supplier<BodyTransform> transform) implements Body {
        /** Refuses {@code null}. */
        public Transformed {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(transform, "transform");
        }
    }
}
