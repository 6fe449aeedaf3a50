package io.skerry.purgeapi.inventory;

import java.util.List;
import java.util.Objects;

/** What a purge finds. */
public sealed interface Tally {

    /**
     * It was counted, or estimated from a part.
     *
     * @param objects stored responses
     * @param bytes of their contents
     * @param derived those of them that were made from others
     * @param precision whether all that is stored was looked at
     * @param sample some of them; empty unless it was asked for
     */
    record Counted(long objects, long bytes, long derived, Precision precision, List<Sample> sample) implements Tally {
        public Counted {
            Objects.requireNonNull(precision);
            sample = List.copyOf(sample);
        }
    }

    /** The node has counted so much lately that it did not count this. */
    record Busy() implements Tally {}

    /** Whether a count is one. */
    enum Precision {
        /** All that is stored was looked at. */
        EXACT,
        /** A part was, and the rest is taken to be like it. */
        ESTIMATE
    }
}
