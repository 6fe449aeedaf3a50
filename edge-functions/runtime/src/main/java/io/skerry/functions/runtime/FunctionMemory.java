package io.skerry.functions.runtime;

import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Claim;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.functions.api.Memory;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The functions' part of the node's memory: contents they work on, and what they take for the work. Any thread. */
public final class FunctionMemory implements Memory {

    private static final int BYTES_PER_PERMIT = 1024;

    private final MemoryBudget budget;
    private final long limitBytes;
    // Fair: who wants much is not passed over for ever by those who want little.
    private final Semaphore free;

    /**
     * The functions' part of a ledger.
     *
     * @param budget with limits for {@link Use#BODIES} and {@link Use#WORK}
     */
    public FunctionMemory(MemoryBudget budget) {
        this.budget = budget;
        int permits = Math.clamp(budget.limitBytes(Use.WORK) / BYTES_PER_PERMIT, 1, Integer.MAX_VALUE);
        this.limitBytes = (long) permits * BYTES_PER_PERMIT;
        this.free = new Semaphore(permits, true);
    }

    /**
     * A claim for contents that one call works on.
     *
     * @return of no bytes yet
     */
    public Claim contents() {
        return budget.claim(Use.BODIES);
    }

    @Override
    public long limitBytes() {
        return limitBytes;
    }

    @Override
    public boolean take(long bytes, Duration patience) throws InterruptedException {
        // Who asks for more than there is would wait in vain, and everybody else behind.
        if (bytes > limitBytes
                || !free.tryAcquire(permits(bytes), TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS)) {
            budget.refused(Use.WORK);
            return false;
        }
        int permits = permits(bytes);
        budget.charge(Use.WORK, (long) permits * BYTES_PER_PERMIT);
        return true;
    }

    @Override
    public void giveBack(long bytes) {
        int permits = permits(bytes);
        budget.release(Use.WORK, (long) permits * BYTES_PER_PERMIT);
        free.release(permits);
    }

    private static int permits(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a number of bytes, not " + bytes);
        }
        return Math.toIntExact(Math.ceilDiv(bytes, BYTES_PER_PERMIT));
    }
}
