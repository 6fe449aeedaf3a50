package io.skerry.cache.purge;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import java.time.Instant;

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

    /**
     * Compares a response that is about to be used, or to be given to others: as {@link #judge}, but on a node that may have missed
     * purges of its cluster nothing is better than {@link PurgeVerdict.Invalidated}.
     */
    default PurgeVerdict judgeForUse(StoredHead head, PurgeCursor cursor) {
        return judge(head, cursor);
    }

    /**
     * Compares a stored response for the last time with the records there are, before they are forgotten.
     *
     * @param cursor raised where nothing matches
     * @param softKeptSince what was purged softly before then is dropped
     */
    default SweepVerdict sweep(StoredHead head, PurgeCursor cursor, Instant softKeptSince) {
        return judge(head, cursor) instanceof PurgeVerdict.Not ? SweepVerdict.KEEP : SweepVerdict.DROP;
    }
}
