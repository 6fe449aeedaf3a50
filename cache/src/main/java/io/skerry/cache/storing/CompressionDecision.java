package io.skerry.cache.storing;

import io.skerry.cache.message.ContentCoding;
import java.util.List;
import java.util.Objects;

/** In which coding a response is stored. */
public sealed interface CompressionDecision {

    /**
     * The edge codes it.
     *
     * @param codings what the client asked for, the best first; at least one
     */
    record Encode(List<ContentCoding> codings) implements CompressionDecision {
        public Encode {
            codings = List.copyOf(codings);
            if (codings.isEmpty()) {
                throw new IllegalArgumentException("no coding");
            }
        }
    }

    /** It could be coded, and this client wants it as it is: others may get another coding. */
    record Plain() implements CompressionDecision {}

    /**
     * It is stored as the origin sent it, for all clients alike.
     *
     * @param reason why
     */
    record Leave(LeaveReason reason) implements CompressionDecision {
        public Leave {
            Objects.requireNonNull(reason);
        }
    }

    /** Why a response is not coded by the edge. */
    enum LeaveReason {
        /** The policy codes nothing. */
        OFF,
        /** It has no content, or a part of one. */
        STATUS,
        /** It is coded already. */
        CODED,
        /** {@code no-transform} (RFC 9111 5.2.2.6). */
        NO_TRANSFORM,
        /** Its type is not text, or compressed in itself. */
        TYPE,
        /** It is shorter than the policy's least size. */
        SMALL,
        /** It is so long that coding it would keep a processor from everybody else, and parts of it may be wanted. */
        LARGE
    }
}
