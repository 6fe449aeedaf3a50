package io.skerry.cache.store;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The outcome of looking for a stored response. */
public sealed interface Lookup {

    /** Nothing under the primary key, or nothing that may still be used. */
    Lookup NONE = new None();

    /** Shared instance of {@link OtherVariants}. */
    Lookup OTHER_VARIANTS = new OtherVariants();

    /**
     * A stored response selected by the request.
     *
     * @param response open; the receiver closes it exactly once
     */
    record Found(StoredResponse response) implements Lookup {
        public Found {
            Objects.requireNonNull(response);
        }
    }

    /** Nothing is stored under the primary key. */
    record None() implements Lookup {}

    /** The primary key is known, and no stored variant is selected by the request. */
    record OtherVariants() implements Lookup {}

    /** What is found cannot be said at once; whoever waits does so without a thread. */
    sealed interface Later extends Lookup {}

    /**
     * The disk is being opened, and what the key belongs to is not indexed yet.
     *
     * @param until completes when it is, or after a few seconds at most; on any thread, never exceptionally
     * @param again looks once more, on the thread that may read the inputs; never gives this outcome
     */
    record Recovering(CompletionStage<Void> until, Supplier<Lookup> again) implements Later {
        public Recovering {
            Objects.requireNonNull(until);
            Objects.requireNonNull(again);
        }
    }

    /**
     * The answer needs the disk.
     *
     * @param later completes with one of the other outcomes on a store thread, never exceptionally
     */
    record Pending(CompletionStage<Lookup> later) implements Later {
        public Pending {
            Objects.requireNonNull(later);
        }
    }
}
