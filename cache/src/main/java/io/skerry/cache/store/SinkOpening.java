package io.skerry.cache.store;

import java.util.Objects;

/** The answer to opening a sink. */
public sealed interface SinkOpening {

    /**
     * A sink to write to.
     *
     * @param sink the receiver commits or aborts it exactly once
     */
    record Open(ResponseSink sink) implements SinkOpening {
        public Open {
            Objects.requireNonNull(sink);
        }
    }

    /**
     * Nothing of this response will be stored.
     *
     * @param reason why
     */
    record Refused(RefusedReason reason) implements SinkOpening {
        public Refused {
            Objects.requireNonNull(reason);
        }
    }

    /** Why the store does not take a response. Named in metrics and {@code Cache-Status} details. */
    enum RefusedReason {
        /** Larger than {@code storage.maxObject}. */
        TOO_LARGE,
        /** The memory budget has no room, and nothing can be evicted in time. */
        MEMORY_FULL,
        /** The disk has no room or reports errors. */
        DISK_UNAVAILABLE,
        /** Admission wants to see the key a second time. */
        NOT_ADMITTED,
        /** A purge newer than the fill's start matches. */
        PURGED,
        /** The store is closing. */
        CLOSING
    }
}
