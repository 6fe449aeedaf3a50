package io.skerry.cache.parts;

import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.message.ResponseHead;
import java.util.Objects;

/** What a 206 is worth that came for a range the edge asked for. */
public sealed interface PartDecision {

    /**
     * All of the representation in one piece (RFC 9110 15.3.7.3): as good as a 200.
     *
     * @param whole the head that a 200 would have had
     */
    record Complete(ResponseHead whole) implements PartDecision {
        public Complete {
            Objects.requireNonNull(whole);
        }
    }

    /**
     * Just the part that was asked for, under a strong validator: it may be combined with others of the same.
     *
     * @param span which bytes
     * @param completeBytes length of the representation
     * @param whole the head that a 200 would have had
     */
    record Part(ByteSpan span, long completeBytes, ResponseHead whole) implements PartDecision {
        public Part {
            Objects.requireNonNull(span);
            Objects.requireNonNull(whole);
        }
    }

    /**
     * Nothing to be kept.
     *
     * @param fault why
     */
    record Unusable(PartFault fault) implements PartDecision {
        public Unusable {
            Objects.requireNonNull(fault);
        }
    }
}
