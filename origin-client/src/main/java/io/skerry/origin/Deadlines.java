package io.skerry.origin;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * The time-outs of the exchanges on one event loop, looked at together while there are any.
 *
 * <p>A time-out expires up to {@value #LOOK_MILLIS} ms late. In exchange it costs two moves in a list, where a timer of the loop's own is
 * queued and taken out again among all others, three times for a request that ends in a millisecond. Confined to its event loop.
 */
final class Deadlines {

    private static final long LOOK_MILLIS = 20;

    /**
     * So late a look is lost: it is set on behalf of a request, and goes when the listener of that request is closed, while those of
     * other listeners on the same event loop still want it.
     */
    private static final long LOST_NANOS = 1_000_000_000;

    private final Vertx vertx;
    private final List<ActiveTimer> open = new ArrayList<>();
    private boolean looking;
    private long setAt;
    private int turn;

    /** None yet. */
    Deadlines(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Watches a timer until it is {@linkplain #remove removed}. */
    void add(ActiveTimer timer) {
        timer.place(open.size());
        open.add(timer);
        if (!looking || System.nanoTime() - setAt > LOST_NANOS) {
            lookLater();
        }
    }

    private void lookLater() {
        looking = true;
        setAt = System.nanoTime();
        int mine = ++turn;
        vertx.setTimer(LOOK_MILLIS, _ -> {
            // A look that was late and not lost is not to go on beside the one set in its place.
            if (mine == turn) {
                look();
            }
        });
    }

    /** Forgets a timer, whose place the last one takes. */
    void remove(ActiveTimer timer, int place) {
        ActiveTimer last = open.removeLast();
        if (place < open.size()) {
            open.set(place, last);
            last.place(place);
        }
    }

    private void look() {
        // Backwards: what takes the place of one that ends has been looked at. An expiry may end others.
        try {
            for (int i = open.size() - 1; i >= 0; i--) {
                if (i < open.size()) {
                    open.get(i).look();
                }
            }
        } finally {
            looking = false;
            if (!open.isEmpty()) {
                lookLater();
            }
        }
    }
}
