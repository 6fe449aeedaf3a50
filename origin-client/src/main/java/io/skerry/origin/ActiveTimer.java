package io.skerry.origin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A time-out that counts only while it runs: suspended time is free, and {@link #touch} starts it over.
 *
 * <p>It reads no clock: each look of its {@link Deadlines} that finds it running takes the time since the look before from what is left.
 * Used on one event loop.
 */
final class ActiveTimer {

    private static final int UNWATCHED = -1;
    private static final long NEVER = Long.MAX_VALUE;

    private final Deadlines deadlines;
    private final long limitNanos;
    private final Runnable onExpiry;
    private long leftNanos;
    /** Whether it has begun since the last look, so that the next is not to charge it with the whole time since then. */
    private boolean fresh = true;

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
        if (place == UNWATCHED && limitNanos != NEVER) {
            deadlines.add(this);
        }
    }

    /** Starts over with the whole limit; keeps running or being suspended. */
    void touch() {
        leftNanos = limitNanos;
        fresh = true;
    }

    /** Stands still until resumed. */
    void suspend() {
        if (state == State.RUNNING) {
            state = State.SUSPENDED;
        }
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

    /** Takes the time since the last look from what is left, and expires if nothing is. */
    void look(long sinceLastNanos) {
        if (state != State.RUNNING) {
            return;
        }
        if (fresh) {
            fresh = false;
            return;
        }
        leftNanos -= sinceLastNanos;
        if (leftNanos <= 0) {
            stop();
            onExpiry.run();
        }
    }
}
