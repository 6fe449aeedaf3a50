package io.skerry.edge.pipeline.slices;

import io.skerry.cache.store.BodyLease;
import io.skerry.origin.OriginFailure;
import java.util.Objects;
import java.util.Optional;

/** What came of looking for one slice of a response. */
sealed interface Slice {

    /** Where it comes from. */
    enum Source {
        STORED,
        FETCHED,
        COLLAPSED,
        /** From the origin to this reader alone: the store does not take it, or does not give it back. */
        PASSED
    }

    /**
     * Its bytes are at hand, or arriving.
     *
     * @param lease on its content
     * @param owner open; closed by the receiver in the lease's place
     */
    record Ready(BodyLease lease, AutoCloseable owner, Source source) implements Slice {
        public Ready {
            Objects.requireNonNull(lease);
            Objects.requireNonNull(owner);
            Objects.requireNonNull(source);
        }
    }

    /** The origin has another version now, or does not give parts of it any more: what is stored of the old one is of no use. */
    record Outdated() implements Slice {}

    /** It is not stored, and the request wants nothing else (RFC 9111 5.2.1.7). */
    record Forbidden() implements Slice {}

    /**
     * The origin did not give it.
     *
     * @param failure empty where it answered with an error
     */
    record Failed(Optional<OriginFailure> failure) implements Slice {
        public Failed {
            Objects.requireNonNull(failure);
        }
    }
}
