package io.skerry.edge.purges;

import java.util.concurrent.TimeUnit;

/** How much time may be spent on counting: a twentieth of what passes, saved up to half a second. Any thread. */
final class CountingTime {

    private static final long SHARE = 20;
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private long savedNanos = MOST_NANOS;
    private long at;

    /** All that can be saved. */
    CountingTime(long nanoTime) {
        at = nanoTime;
    }

    /** Whether there is any now. */
    synchronized boolean isLeft(long nanoTime) {
        savedNanos = Math.min(MOST_NANOS, savedNanos + Math.max(0, nanoTime - at) / SHARE);
        at = nanoTime;
        return savedNanos > 0;
    }

    /** So much was spent; what is owed is earned before the next. */
    synchronized void spend(long nanos) {
        savedNanos -= nanos;
    }
}
