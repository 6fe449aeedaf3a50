package io.skerry.functions.builtin.image;

import io.skerry.functions.api.Memory;
import java.time.Duration;

/** Bounds the pixels that are in memory at once, over all images, by the memory that the edge has for its functions' work. */
public final class PixelBudget {

    private final Memory memory;

    /**
     * A budget out of the edge's.
     *
     * @param memory shared with other functions
     */
    public PixelBudget(Memory memory) {
        this.memory = memory;
    }

    /** Takes the bytes of an image's pixels; one larger than all there is takes all of it. */
    Claim claim(long wanted, Duration patience) throws InterruptedException {
        long bytes = Math.min(wanted, memory.limitBytes());
        return memory.take(bytes, patience) ? new Claim(bytes) : new Claim(0);
    }

    /** Pixels that were taken, or none if there was no room in time; given back by closing. */
    final class Claim implements AutoCloseable {
        private final long taken;

        private Claim(long taken) {
            this.taken = taken;
        }

        boolean isGranted() {
            return taken > 0;
        }

        @Override
        public void close() {
            memory.giveBack(taken);
        }
    }
}
