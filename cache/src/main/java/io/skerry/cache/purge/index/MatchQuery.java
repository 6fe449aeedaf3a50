package io.skerry.cache.purge.index;

import org.jspecify.annotations.Nullable;

/** Collects what matches one response among the records newer than a sequence number. Used by one thread, once. */
public final class MatchQuery {

    private final long from;
    private final long upTo;
    private boolean hard;
    private long staleSince = Marks.NOT_STALE;

    /** A question about all purges newer than {@code from}. */
    public MatchQuery(long from) {
        this(from, Long.MAX_VALUE);
    }

    /** Asks for hard purges up to {@code upTo} alone. One that a later purge of the same selector hides is not found. */
    public MatchQuery(long from, long upTo) {
        this.from = from;
        this.upTo = upTo;
    }

    /** Only records newer than this count. */
    long from() {
        return from;
    }

    /** Whether a hard purge matches; nothing found later can change the verdict then. */
    public boolean hard() {
        return hard;
    }

    /** Since when (epoch milliseconds) the response is stale by a soft purge; {@link Marks#NOT_STALE} if by none. */
    public long staleSince() {
        return staleSince;
    }

    /** Takes the marks of one selector that matches. */
    void take(@Nullable Marks marks) {
        if (marks == null) {
            return;
        }
        hard |= marks.hardSeq() > from && marks.hardSeq() <= upTo;
        staleSince = Math.min(staleSince, marks.staleSince(from));
    }
}
