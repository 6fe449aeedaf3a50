package io.skerry.cache.purge;

/**
 * How long stored content may be used without asking the origin: for ever on a node that stands alone; in a cluster until shortly
 * after the node last was in touch with the cluster's log and had applied all of it.
 *
 * <p>Written by whoever keeps touch, read on every hit: a volatile read, and in a cluster one of the clock, so that a process
 * that was stopped for a while finds its lease over at its first step.
 */
public final class ServingLease {

    /** Never over. */
    private static final long UNBOUNDED = Long.MIN_VALUE;

    private volatile long untilNanos = UNBOUNDED;

    ServingLease() {}

    /** Whether it holds now. */
    public boolean holds() {
        long until = untilNanos;
        return until == UNBOUNDED || until - System.nanoTime() > 0;
    }

    /** It holds until then and no longer, on the scale of {@link System#nanoTime()}. */
    public void holdUntil(long nanos) {
        untilNanos = nanos == UNBOUNDED ? nanos + 1 : nanos;
    }

    /** It is over. */
    public void end() {
        holdUntil(System.nanoTime());
    }
}
