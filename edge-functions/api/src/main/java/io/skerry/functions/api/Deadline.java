package io.skerry.functions.api;

import java.time.Duration;

/** The moment at which the work of a call is cut off. */
public interface Deadline {

    /**
     * The time left.
     *
     * @return zero when the deadline has passed
     */
    Duration remaining();

    /**
     * Whether the deadline has passed; long work asks between its steps and gives up.
     *
     * @return true when nobody waits for the result any more
     */
    default boolean passed() {
        return remaining().isZero();
    }
}
