package io.skerry.cache.store;

import java.util.OptionalLong;

/**
 * What a sweep of the store came to.
 *
 * @param dropped responses freed
 * @param comparedUpTo nothing that is stored needs a purge record up to this sequence number; empty where that is not known
 * @param extent whether it came to its end
 */
public record SweepResult(long dropped, OptionalLong comparedUpTo, Extent extent) {

    /** How far a sweep came. */
    public enum Extent {
        /** All that was stored before it began was compared. */
        WHOLE,
        /** Some of it was not: the disk is still being indexed or takes no break, or the sweep was stopped. */
        PART
    }

    /** Of a sweep that did not come to its end. */
    public static SweepResult part(long dropped) {
        return new SweepResult(dropped, OptionalLong.empty(), Extent.PART);
    }
}
