package io.skerry.cache.parts;

import io.skerry.cache.message.ByteSpan;
import java.util.Objects;

/** What part of a response the edge asks the origin for, on behalf of a request. */
public sealed interface RangeAsk {

    /** All of it: no {@code Range} is sent. */
    record Whole() implements RangeAsk {}

    /**
     * One slice, so that whoever wants another part of it later finds it stored.
     *
     * @param span the slice's bytes, if the response has so many
     */
    record Slice(ByteSpan span) implements RangeAsk {
        public Slice {
            Objects.requireNonNull(span);
        }

        /** The value of {@code Range}. */
        public String value() {
            return "bytes=" + span.first() + '-' + span.last();
        }
    }

    /** What the client asks for, with its {@code If-Range}: the answer is for this client alone. */
    record AsClient() implements RangeAsk {}
}
