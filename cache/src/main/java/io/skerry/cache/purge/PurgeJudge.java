package io.skerry.cache.purge;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;

/**
 * The one question the store and the pipeline ask of the purge log: whether a stored response has been purged.
 *
 * <p>Every method is cheap, never blocks and may be called on any thread.
 */
public interface PurgeJudge {

    /** The journal's random identity. A stored response stamped with another one is dropped. */
    long incarnation();

    /** The sequence number of the newest record in force, 0 for none yet. */
    long publishedSeq();

    /**
     * Compares a response with the records newer than its stamp.
     *
     * <p>The published sequence number is loaded before anything is matched; the cursor is raised only to what was loaded, and
     * only when nothing matched. A response of another incarnation is {@link PurgeVerdict.Hard}.
     *
     * @param head the stored response
     * @param cursor how far this response was compared before; equal to the published number costs one read
     */
    PurgeVerdict judge(StoredHead head, PurgeCursor cursor);
}
