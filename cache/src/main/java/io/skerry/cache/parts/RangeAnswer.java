package io.skerry.cache.parts;

import io.skerry.cache.message.ResponseHead;
import java.util.Objects;

/** What the origin's answer to a request for everybody is, in view of the range that was asked for. */
public sealed interface RangeAnswer {

    /**
     * A complete response, or another answer that has nothing to do with ranges.
     *
     * @param head of it; that of a 200 where a 206 brought all there is
     */
    record Whole(ResponseHead head) implements RangeAnswer {
        public Whole {
            Objects.requireNonNull(head);
        }
    }

    /**
     * A complete response that is long enough to be kept in slices, and can be asked for in parts.
     *
     * @param head of it
     * @param lengthBytes of its content
     */
    record Sliceable(ResponseHead head, long lengthBytes) implements RangeAnswer {
        public Sliceable {
            Objects.requireNonNull(head);
        }
    }

    /**
     * The first slice of a response that is to be kept in slices.
     *
     * @param part the slice
     */
    record First(PartDecision.Part part) implements RangeAnswer {
        public First {
            Objects.requireNonNull(part);
        }
    }

    /** The answer to just this client's range: it goes out as it is, and is not stored. */
    record ForClient() implements RangeAnswer {}

    /**
     * Of no use: the response has to be fetched whole.
     *
     * @param detail a token that says why
     */
    record AskWhole(String detail) implements RangeAnswer {
        public AskWhole {
            Objects.requireNonNull(detail);
        }
    }
}
