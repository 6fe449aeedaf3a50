package io.skerry.cache.validation;

import io.skerry.cache.message.ByteSpan;
import java.util.List;
import java.util.Objects;

/** What part of a response answers a request. */
public sealed interface RangeDecision {

    /** All of it: 200, or whatever its status is. */
    record Whole() implements RangeDecision {}

    /**
     * 206 with one range.
     *
     * @param span which bytes
     */
    record Single(ByteSpan span) implements RangeDecision {
        public Single {
            Objects.requireNonNull(span);
        }
    }

    /**
     * 206 with several ranges, as {@code multipart/byteranges}.
     *
     * @param spans two or more, disjoint, in the order requested
     */
    record Multiple(List<ByteSpan> spans) implements RangeDecision {
        public Multiple {
            spans = List.copyOf(spans);
            if (spans.size() < 2) {
                throw new IllegalArgumentException("several ranges are two or more");
            }
        }
    }

    /** 416, with the length in {@code Content-Range}: no requested range has a byte of it. */
    record Unsatisfiable() implements RangeDecision {}
}
