package io.skerry.cache.store;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;

/**
 * A stored response held open by one user: its head, and a lease on its content. Closed exactly once by whoever received it.
 */
public interface StoredResponse extends AutoCloseable {

    /** The head as it was when this version was found. */
    StoredHead head();

    /** Room for what is worked out of this version's head, shared with its other readers where it is in memory. */
    HeadMargin margin();

    /** Judges the response against the purge log as it stands now (call again after every wait). */
    PurgeVerdict verdict();

    /** The content. Closing the response closes the lease. */
    BodyLease body();

    /** Which tier answered, for {@code Cache-Status} and metrics. */
    Tier tier();

    /** Gives the content back. */
    @Override
    void close();

    /** Where a stored response was found. */
    enum Tier {
        HOT,
        DISK
    }
}
