package io.skerry.cache.store;

import java.util.Objects;

/**
 * How much of a store a visitor has seen.
 *
 * @param seen stored responses looked at
 * @param unseen about so many that were not, because the visitor stopped
 * @param extent whether that was all
 */
public record StoreTour(long seen, long unseen, Extent extent) {

    public StoreTour {
        Objects.requireNonNull(extent);
    }

    /** Whether a tour led through the whole store. */
    public enum Extent {
        /** Nothing that was stored all the while was left out. */
        WHOLE,
        /** The visitor stopped, or a part of the disk is not open or not indexed yet. */
        PART
    }

    /** This tour, and then another one. */
    public StoreTour and(StoreTour next) {
        boolean whole = extent == Extent.WHOLE && next.extent == Extent.WHOLE;
        return new StoreTour(seen + next.seen, unseen + next.unseen, whole ? Extent.WHOLE : Extent.PART);
    }
}
