package io.skerry.cache.purge.index;

import java.util.Arrays;

/**
 * What the log remembers of one selector: its newest hard purge, and when a response became stale by soft ones. Immutable.
 *
 * <p>A response needs the <em>earliest</em> soft purge newer than itself, else repeated soft purges would prolong its stale
 * window again and again. So soft purges are kept as steps: who is older than step {@code i}'s sequence number has been stale
 * since step {@code i}'s time. When there are too many, the two oldest become one that keeps the earlier time.
 */
public final class Marks {

    /** The answer for a response that no soft purge matches: later than all of them. */
    public static final long NOT_STALE = Long.MAX_VALUE;

    static final int MAX_STEPS = 8;

    private static final long[] NO_STEPS = {};

    private final long hardSeq;

    /** Sequence number at even, epoch milliseconds at odd positions; numbers ascend and are newer than {@code hardSeq}. */
    private final long[] steps;

    private Marks(long hardSeq, long[] steps) {
        this.hardSeq = hardSeq;
        this.steps = steps;
    }

    /** One hard purge. */
    static Marks hard(long seq) {
        return new Marks(seq, NO_STEPS);
    }

    /** One soft purge. */
    static Marks soft(long seq, long epochMillis) {
        return new Marks(0, new long[] {seq, epochMillis});
    }

    /** The sequence number of the newest hard purge, 0 for none. */
    public long hardSeq() {
        return hardSeq;
    }

    /** The newest sequence number of all. */
    public long newestSeq() {
        return steps.length == 0 ? hardSeq : steps[steps.length - 2];
    }

    /** Since when (epoch milliseconds) a response fetched at {@code seq} is stale; {@link #NOT_STALE} if it is not. */
    public long staleSince(long seq) {
        for (int i = 0; i < steps.length; i += 2) {
            if (steps[i] > seq) {
                return steps[i + 1];
            }
        }
        return NOT_STALE;
    }

    /** The purges of both. */
    Marks merge(Marks other) {
        if (steps.length == 0 && other.steps.length == 0) {
            return hardSeq >= other.hardSeq ? this : other;
        }
        long hard = Math.max(hardSeq, other.hardSeq);
        long[] merged = new long[steps.length + other.steps.length];
        int length = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < steps.length || theirs < other.steps.length) {
            boolean takeMine =
                    theirs == other.steps.length || (mine < steps.length && steps[mine] <= other.steps[theirs]);
            long[] from = takeMine ? steps : other.steps;
            int at = takeMine ? mine : theirs;
            if (from[at] > hard) {
                merged[length] = from[at];
                merged[length + 1] = from[at + 1];
                length += 2;
            }
            mine += takeMine ? 2 : 0;
            theirs += takeMine ? 0 : 2;
        }
        return new Marks(hard, bounded(merged, length));
    }

    private static long[] bounded(long[] merged, int length) {
        int surplus = Math.max(0, length / 2 - MAX_STEPS);
        int from = 2 * surplus;
        for (int i = 0; i < surplus; i++) {
            merged[from + 1] = Math.min(merged[from + 1], merged[2 * i + 1]);
        }
        return Arrays.copyOfRange(merged, from, length);
    }
}
