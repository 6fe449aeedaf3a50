package io.skerry.cache.purge;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.purge.index.Marks;
import io.skerry.cache.purge.index.MatchQuery;
import io.skerry.cache.purge.index.PurgeIndex;
import java.time.Instant;

/**
 * Compares responses with what was purged and invalidated since their fetch began. The questions are those of {@link PurgeLog}, and
 * stand there in full. Any thread; never blocks.
 */
final class PurgeVerdicts {

    private static final PurgeVerdict HARD = new PurgeVerdict.Hard();
    private static final PurgeVerdict INVALIDATED = new PurgeVerdict.Invalidated();

    private final long incarnation;
    private final PurgeIndex index;
    private final PublishedSeq published;
    private final Invalidations invalidations;
    private final ServingLease lease;

    PurgeVerdicts(
            long incarnation,
            PurgeIndex index,
            PublishedSeq published,
            Invalidations invalidations,
            ServingLease lease) {
        this.incarnation = incarnation;
        this.index = index;
        this.published = published;
        this.invalidations = invalidations;
        this.lease = lease;
    }

    PurgeVerdict judge(StoredHead head, PurgeCursor cursor) {
        // First of all: whatever is matched below is at least as new as this number, so the cursor may rise to it.
        long now = published.load();
        JournalStamp stamp = head.stamp();
        if (stamp.incarnation() != incarnation || stamp.seq() > now) {
            return HARD;
        }
        long checked = cursor.checkedSeq();
        if (checked >= now) {
            return PurgeVerdict.NOT;
        }
        PurgeVerdict verdict = match(head, Math.max(checked, stamp.seq()), now);
        if (verdict instanceof PurgeVerdict.Not) {
            cursor.raiseTo(now);
        }
        return verdict;
    }

    PurgeVerdict judgeForUse(StoredHead head, PurgeCursor cursor) {
        PurgeVerdict verdict = judge(head, cursor);
        if (lease.holds() || verdict instanceof PurgeVerdict.Hard) {
            return verdict;
        }
        // Rule 11: there may be purges that this node has not heard of.
        return INVALIDATED;
    }

    private PurgeVerdict match(StoredHead head, long from, long now) {
        MatchQuery query = new MatchQuery(from);
        index.find(head, query);
        // Rule 9: asked after the match, since marks go after this number has risen. Records newer than this response
        // are forgotten, and it was not compared with them: nobody can say that it was not purged.
        if (query.hard() || index.retired() > from) {
            return HARD;
        }
        if (PublishedSeq.exhausted(now) || invalidations.matches(head, from)) {
            return INVALIDATED;
        }
        return query.staleSince() == Marks.NOT_STALE
                ? PurgeVerdict.NOT
                : new PurgeVerdict.Soft(Instant.ofEpochMilli(query.staleSince()));
    }

    SweepVerdict sweep(StoredHead head, PurgeCursor cursor, Instant softKeptSince) {
        long now = published.load();
        JournalStamp stamp = head.stamp();
        if (stamp.incarnation() != incarnation || stamp.seq() > now) {
            return SweepVerdict.DROP;
        }
        long from = Math.max(cursor.checkedSeq(), stamp.seq());
        return switch (match(head, from, now)) {
            case PurgeVerdict.Not not -> {
                cursor.raiseTo(now);
                yield SweepVerdict.KEEP;
            }
            case PurgeVerdict.Soft soft ->
                soft.since().isBefore(softKeptSince) ? SweepVerdict.DROP : SweepVerdict.NEEDED;
            case PurgeVerdict.Invalidated invalidated ->
                PublishedSeq.exhausted(now) ? SweepVerdict.NEEDED : SweepVerdict.DROP;
            case PurgeVerdict.Hard hard -> SweepVerdict.DROP;
        };
    }

    boolean matchesSince(StoredHead head, long seq) {
        long now = published.load();
        if (head.stamp().incarnation() != incarnation) {
            return true;
        }
        return seq < now && !(match(head, seq, now) instanceof PurgeVerdict.Not);
    }

    /** Passes over invalidations. */
    boolean purgedSince(StoredHead head, long seq) {
        MatchQuery query = new MatchQuery(seq);
        index.find(head, query);
        return query.hard() || query.staleSince() != Marks.NOT_STALE;
    }

    /** Whether a hard purge matches it that is not newer than a sequence number. */
    boolean purgedUpTo(StoredHead head, long seq) {
        if (head.stamp().incarnation() != incarnation) {
            return true;
        }
        MatchQuery query = new MatchQuery(head.stamp().seq(), seq);
        index.find(head, query);
        return query.hard();
    }
}
