package io.skerry.edge;

import java.util.concurrent.TimeUnit;

/**
 * How long a machine was suspended, from what its clocks say before and after. Pure.
 *
 * <p>The monotonic timer stands still meanwhile; the machine's uptime and the time of day go on. One of the latter alone says nothing: the time
 * of day is set, and a container's uptime may become its host's.
 *
 * @param nanos of the monotonic timer
 * @param uptimeNanos since the machine was started
 * @param wallNanos of the time of day
 */
record Slept(long nanos, long uptimeNanos, long wallNanos) {

    /** What clocks that are read one after the other differ by. */
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Nanoseconds between an earlier look at the clocks and this one that the monotonic timer does not know of, 0 for none. */
    long since(Slept earlier) {
        long known = nanos - earlier.nanos;
        long least = Math.min(uptimeNanos - earlier.uptimeNanos, wallNanos - earlier.wallNanos) - known;
        return least < LEAST_NANOS ? 0 : least;
    }
}
