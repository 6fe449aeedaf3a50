package io.skerry.edge;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Wall time that never jumps: read once from the system, then moved on by the monotonic timer. A clock set back or forth under a
 * running node neither expires everything nor makes a response immortal. Any thread.
 *
 * <p>A node that runs for months drifts from the system's clock by the difference of the two timers, a few parts in a million; ages
 * and lifetimes are differences and do not notice.
 */
final class AnchoredClock implements InstantSource {

    private final Instant anchor = Clock.systemUTC().instant();
    private final long anchorNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return anchor.plusNanos(System.nanoTime() - anchorNanos);
    }
}
