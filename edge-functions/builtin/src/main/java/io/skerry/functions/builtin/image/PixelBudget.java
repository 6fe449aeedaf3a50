package io.skerry.functions.builtin.image;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds the pixels that are in memory at once, over all images of the process. */
public final class PixelBudget {

    private static final int PIXELS_PER_PERMIT = 1000;
    private static final long BYTES_OF_HEAP_PER_PIXEL = 16;
    private static final PixelBudget PROCESS =
            new PixelBudget(Runtime.getRuntime().maxMemory() / BYTES_OF_HEAP_PER_PIXEL);

    private final int permits;
    private final Semaphore free;

    /**
     * A budget of its own.
     *
     * @param pixels at least 1000
     */
    public PixelBudget(long pixels) {
        this.permits = Math.clamp(pixels / PIXELS_PER_PERMIT, 1, Integer.MAX_VALUE);
        // Fair: a large image is not passed over for ever by small ones.
        this.free = new Semaphore(permits, true);
    }

    /**
     * The budget of the process: a pixel for each 16 bytes of the largest heap, so that pixels fill a quarter of it.
     *
     * @return the one that all uses share
     */
    public static PixelBudget ofProcess() {
        return PROCESS;
    }

    /**
     * The pixels that could be taken now.
     *
     * @return a momentary value
     */
    public long available() {
        return (long) free.availablePermits() * PIXELS_PER_PERMIT;
    }

    /** Takes pixels; an image larger than the budget takes all of it. */
    Claim claim(long pixels, Duration patience) throws InterruptedException {
        int wanted = Math.clamp(pixels / PIXELS_PER_PERMIT + 1, 1, permits);
        return free.tryAcquire(wanted, patience.toNanos(), TimeUnit.NANOSECONDS) ? new Claim(wanted) : new Claim(0);
    }

    /** Pixels that were taken, or none if there was no room in time; given back by closing. */
    final class Claim implements AutoCloseable {
        private final int taken;

        private Claim(int taken) {
            this.taken = taken;
        }

        boolean isGranted() {
            return taken > 0;
        }

        @Override
        public void close() {
            free.release(taken);
        }
    }
}
