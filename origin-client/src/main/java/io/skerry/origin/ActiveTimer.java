package io.skerry.origin;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A time-out that counts only while it runs: suspended time is free, and {@link #touch} starts it over.
 *
 * <p>Touching costs a clock reading, not a timer: the one Vert.x timer is set again when it fires early. Used on one context.
 */
final class ActiveTimer {

    private static final long NO_TIMER = -1;
    private static final long NEVER = Long.MAX_VALUE;

    private final Vertx vertx;
    private final LongSupplier ticker;
    private final long limitNanos;
    private final Runnable onExpiry;
    private long leftNanos;
    private long runningSince;
    private State state = State.SUSPENDED;
    private long timer = NO_TIMER;

    private enum State {
        RUNNING,
        SUSPENDED,
        STOPPED
    }

    /** A suspended timer; a null limit never expires. */
    ActiveTimer(Vertx vertx, @Nullable Duration limit, Runnable onExpiry) {
        this(vertx, System::nanoTime, limit, onExpiry);
    }

    ActiveTimer(Vertx vertx, LongSupplier ticker, @Nullable Duration limit, Runnable onExpiry) {
        this.vertx = vertx;
        this.ticker = ticker;
        this.limitNanos = limit == null ? NEVER : limit.toNanos();
        this.leftNanos = limitNanos;
        this.onExpiry = onExpiry;
    }

    /** Runs from here on with what is left. */
    void resume() {
        if (state != State.SUSPENDED) {
            return;
        }
        state = State.RUNNING;
        runningSince = ticker.getAsLong();
        if (timer == NO_TIMER) {
            schedule();
        }
    }

    /** Starts over with the whole limit; keeps running or being suspended. */
    void touch() {
        leftNanos = limitNanos;
        runningSince = ticker.getAsLong();
    }

    /** Stands still until resumed. */
    void suspend() {
        if (state != State.RUNNING) {
            return;
        }
        state = State.SUSPENDED;
        leftNanos = Math.max(0, leftNanos - (ticker.getAsLong() - runningSince));
    }

    /** Ends for good without expiring. */
    void stop() {
        state = State.STOPPED;
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private void schedule() {
        if (limitNanos == NEVER) {
            return;
        }
        long millis = Math.max(1, (leftNanos + 999_999) / 1_000_000);
        timer = vertx.setTimer(millis, id -> fired());
    }

    private void fired() {
        timer = NO_TIMER;
        if (state != State.RUNNING) {
            return;
        }
        long now = ticker.getAsLong();
        leftNanos -= now - runningSince;
        runningSince = now;
        if (leftNanos > 0) {
            schedule();
            return;
        }
        state = State.STOPPED;
        onExpiry.run();
    }
}
