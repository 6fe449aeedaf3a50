package io.skerry.cache.purge;

import java.util.Objects;

/** What opening the purge journal found, and what that means for everything stored before. */
public sealed interface JournalRecovery {

    /** There was none: a new one was made, and nothing stored before may be used. */
    record Created() implements JournalRecovery {}

    /**
     * It was good: what is stored may be used as far as the records allow.
     *
     * @param records how many were replayed
     */
    record Replayed(long records) implements JournalRecovery {}

    /**
     * It was not to be trusted: it was set aside, a new one was made, and nothing stored before may be used.
     *
     * @param what was wrong with it, for the operator
     */
    record Damaged(String what) implements JournalRecovery {
        public Damaged {
            Objects.requireNonNull(what);
        }
    }
}
