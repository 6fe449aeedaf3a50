package io.skerry.edge;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Wall time that never jumps: read once from the system, then moved on by the monotonic timer. A clock set back or forth under a
 * running node neither expires everything nor makes a response immortal. Any thread.
 *
 * <p>The monotonic timer stands still while the machine is suspended, and origins' responses grow old: that time is added by whoever
 * {@linkplain #slept notices} it ({@link SuspendWatch}).
 *
 * <p>A node that runs for months drifts from the system's clock by the difference of the two timers, a few parts in a million; ages
 * and lifetimes are differences and do not notice.
 */
final class AnchoredClock implements InstantSource {

    private final Instant anchor = InstantSource.system().instant();
    private final long anchorNanos = System.nanoTime();
    private final AtomicLong sleptNanos = new AtomicLong();

    @Override
    public Instant instant() {
        return anchor.plusNanos(System.nanoTime() - anchorNanos + sleptNanos.get());
    }

    /** So many nanoseconds have passed that the monotonic timer does not know of. */
    void slept(long nanos) {
        sleptNanos.addAndGet(nanos);
    }
}
