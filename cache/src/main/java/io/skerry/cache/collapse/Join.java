package io.skerry.cache.collapse;

import java.util.Objects;

/** The part a request takes in the fetch of its key. */
public sealed interface Join {

    /**
     * It fetches, and others may follow.
     *
     * @param flight to be decided and landed by the receiver, exactly once
     */
    record Lead(Flight flight) implements Join {
        public Lead {
            Objects.requireNonNull(flight);
        }
    }

    /**
     * Another request is fetching.
     *
     * @param flight to wait for
     */
    record Follow(Flight flight) implements Join {
        public Follow {
            Objects.requireNonNull(flight);
        }
    }

    /** It fetches for itself: responses under this key were not storable a moment ago. */
    record Alone() implements Join {}
}
