package io.skerry.cache.store.disk;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.openhft.chronicle.hash.locks.InterProcessLock;

/**
 * How the locks of a map's segments are taken.
 *
 * <p>They lie in the mapped file. Who meets a page that the system does not give may be refused it again as it gives its lock back: then
 * nobody ever gets that lock, and Chronicle Map would wait for it a whole minute, spinning. Any thread.
 */
final class SegmentLocks {

    private static final long LOOK_MILLIS = 5;
    /** As Chronicle Map waits; a disk may be slow. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private SegmentLocks() {}

    /** A lock is not worth waiting for any more. */
    static final class LeftBehind extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private LeftBehind() {
            super("the map went out of use", null, false, false);
        }
    }

    /**
     * Takes a lock as soon as it is free.
     *
     * @param inUse whether the map still is, asked while the lock is not free
     * @throws LeftBehind if the map went out of use before
     * @throws IllegalStateException if the lock has not become free within a minute, or the thread is interrupted
     */
    static void take(InterProcessLock lock, BooleanSupplier inUse) {
        if (lock.tryLock()) {
            return;
        }
        long begun = System.nanoTime();
        try {
            while (!lock.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (!inUse.getAsBoolean()) {
                    throw new LeftBehind();
                }
                if (System.nanoTime() - begun > MOST_NANOS) {
                    throw new IllegalStateException("the lock of a segment is not given back");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the lock of a segment", e);
        }
    }
}
