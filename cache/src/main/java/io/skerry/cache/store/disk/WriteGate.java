package io.skerry.cache.store.disk;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Whether the disk takes writes. After a fault (full, read-only, broken, standing still) nothing is written for a pause that
 * doubles with each further fault; then one write tries, and the first that succeeds opens the gate for all.
 *
 * <p>Any thread; takes no lock.
 */
final class WriteGate {

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(30);

    private final LongSupplier ticker;
    /** 0 while the disk is well. */
    private final AtomicLong pauseNanos = new AtomicLong();

    private final AtomicLong nextTry = new AtomicLong();

    /** @param ticker nanoseconds that only ever grow */
    WriteGate(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** Whether a write may begin now. While the gate is shut, true for one caller at the end of each pause. */
    boolean admits() {
        long pause = pauseNanos.get();
        if (pause == 0) {
            return true;
        }
        long due = nextTry.get();
        long now = ticker.getAsLong();
        return now - due >= 0 && nextTry.compareAndSet(due, now + pause);
    }

    /** A write has failed for a reason that is the disk's. */
    void failed() {
        long pause = pauseNanos.updateAndGet(before -> before == 0 ? FIRST_PAUSE : Math.min(before * 2, LONGEST_PAUSE));
        nextTry.set(ticker.getAsLong() + pause);
    }

    /** A write has succeeded. */
    void succeeded() {
        if (pauseNanos.get() != 0) {
            pauseNanos.set(0);
        }
    }

    /** Whether the last write failed: writes are refused, or tried one at a time. */
    boolean isShut() {
        return pauseNanos.get() != 0;
    }
}
