package io.skerry.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The time-outs of the exchanges on one event loop, looked at together while there are any.
 *
 * <p>A time-out expires up to two looks late, {@value #LOOK_MILLIS} ms each. In exchange it costs two moves in a list, where a timer of
 * the loop's own is queued and taken out again among all others, and reads the clock, three times for a request that ends in a
 * millisecond. Confined to its event loop.
 */
final class Deadlines {

    /** How long after the last the next look is. */
    static final long LOOK_MILLIS = 20;

    private final Consumer<Runnable> later;
    private final List<ActiveTimer> open = new ArrayList<>();
    private boolean looking;
    private long lastLook;

    /**
     * None yet.
     *
     * @param later runs what it is given once, {@value #LOOK_MILLIS} ms later on the event loop
     */
    Deadlines(Consumer<Runnable> later) {
        this.later = later;
    }

    /** Watches a timer until it is {@linkplain #remove removed}. */
    void add(ActiveTimer timer) {
        timer.place(open.size());
        open.add(timer);
        if (!looking) {
            lastLook = System.nanoTime();
            lookLater();
        }
    }

    private void lookLater() {
        looking = true;
        later.accept(this::look);
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
        long now = System.nanoTime();
        long sinceLast = now - lastLook;
        lastLook = now;
        // Backwards: what takes the place of one that ends has been looked at. An expiry may end others.
        try {
            for (int i = open.size() - 1; i >= 0; i--) {
                if (i < open.size()) {
                    open.get(i).look(sinceLast);
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
