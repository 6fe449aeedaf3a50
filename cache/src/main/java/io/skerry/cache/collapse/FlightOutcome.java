package io.skerry.cache.collapse;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.store.ResponseSink;
import java.util.Objects;

/** Every way in which the wait of a follower can end. */
public sealed interface FlightOutcome {

    /**
     * The variant is sealed and bytes are arriving. A follower checks that the variant is its own and that no purge newer than
     * the flight's start matches, then reads.
     *
     * @param head the response as it will be stored
     * @param client the head that followers are given, before their own conditions and ranges
     * @param sink where the bytes arrive; a follower opens a reader of its own
     */
    record Streaming(StoredHead head, ResponseHead client, ResponseSink sink) implements FlightOutcome {
        public Streaming {
            Objects.requireNonNull(head);
            Objects.requireNonNull(client);
            Objects.requireNonNull(sink);
        }
    }

    /** The stored response was confirmed by the origin, or a new one is being stored in slices: look it up again. */
    record Freshened() implements FlightOutcome {}

    /** The response is for the leader alone, stored or not; everybody else asks the origin for themselves, without queueing. */
    record Uncacheable() implements FlightOutcome {}

    /** The leader got no response. One of those waiting takes its place, once. */
    record Failed() implements FlightOutcome {}
}
