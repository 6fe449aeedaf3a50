package io.skerry.cache.entry;

import java.util.Objects;

/** What the store holds for a request, as the pure deciders see it. */
public sealed interface Candidate {

    /** Nothing is stored under the primary key. */
    record None() implements Candidate {}

    /** Something is stored under the primary key, and none of it is selected by this request (RFC 9111 4.1). */
    record OtherVariants() implements Candidate {}

    /**
     * A stored response selected by this request.
     *
     * @param head what is stored
     * @param verdict what the purge log says of it, judged for this use
     * @param snapshots whether the data it was made from is still current
     */
    record Selected(StoredHead head, PurgeVerdict verdict, SnapshotState snapshots) implements Candidate {
        public Selected {
            Objects.requireNonNull(head);
            Objects.requireNonNull(verdict);
            Objects.requireNonNull(snapshots);
        }
    }

    /** Whether the data snapshots a response was made from are still the newest. */
    enum SnapshotState {
        CURRENT,
        /** A newer one exists: fetch anew, without conditions. */
        SUPERSEDED
    }
}
