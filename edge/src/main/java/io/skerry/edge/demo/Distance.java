package io.skerry.edge.demo;

import java.time.Duration;

/**
 * How far away the demo's origin pretends to be: every answer waits this long. It belongs to the origin alone; the edge
 * and its functions are never slowed down. Safe for all threads.
 */
final class Distance {
    private static final Duration FARTHEST = Duration.ofSeconds(5);

    private volatile Duration current;

    Distance(Duration initial) {
        current = bounded(initial);
    }

    Duration current() {
        return current;
    }

    /** Moves the origin; negative distances become none, and none is farther than five seconds. */
    void moveTo(Duration distance) {
        current = bounded(distance);
    }

    private static Duration bounded(Duration distance) {
        if (distance.isNegative()) {
            return Duration.ZERO;
        }
        return distance.compareTo(FARTHEST) > 0 ? FARTHEST : distance;
    }
}
