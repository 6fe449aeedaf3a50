package io.skerry.origin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A time-out that counts only while it runs: suspended time is free, and {@link #touch} starts it over.
 *
 * <p>Touching one that runs costs a clock reading. Used on one event loop, that of its {@link Deadlines}.
 */
final class ActiveTimer {

    private static final int UNWATCHED = -1;
    private static final long NEVER = Long.MAX_VALUE;

    private final Deadlines deadlines;
    private final long limitNanos;
    private final Runnable onExpiry;
    private long leftNanos;
    private long runningSince;
    private State state = State.SUSPENDED;
    private int place = UNWATCHED;

    private enum State {
        RUNNING,
        SUSPENDED,
        STOPPED
    }

    /** A suspended timer; a null limit never expires. */
    ActiveTimer(Deadlines deadlines, @Nullable Duration limit, Runnable onExpiry) {
        this.deadlines = deadlines;
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
        runningSince = System.nanoTime();
        if (place == UNWATCHED && limitNanos != NEVER) {
            deadlines.add(this);
        }
    }

    /** Starts over with the whole limit; keeps running or being suspended. */
    void touch() {
        leftNanos = limitNanos;
        if (state == State.RUNNING) {
            runningSince = System.nanoTime();
        }
    }

    /** Stands still until resumed. */
    void suspend() {
        if (state != State.RUNNING) {
            return;
        }
        state = State.SUSPENDED;
        leftNanos = Math.max(0, leftNanos - (System.nanoTime() - runningSince));
    }

    /** Ends for good without expiring. */
    void stop() {
        state = State.STOPPED;
        if (place != UNWATCHED) {
            deadlines.remove(this, place);
            place = UNWATCHED;
        }
    }

    /** Where it stands among the deadlines. */
    void place(int newPlace) {
        place = newPlace;
    }

    /** Expires if it has run for long enough. */
    void look() {
        if (state == State.RUNNING && System.nanoTime() - runningSince >= leftNanos) {
            stop();
            onExpiry.run();
        }
    }
}
