package io.skerry.functions.builtin.image;

import io.skerry.functions.api.Memory;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Memory of a size, as an edge gives it to its functions. */
public final class SomeMemory implements Memory {

    private final Semaphore free;
    private final int limit;

    public SomeMemory(int bytes) {
        limit = bytes;
        free = new Semaphore(bytes, true);
    }

    @Override
    public long limitBytes() {
        return limit;
    }

    @Override
    public boolean take(long bytes, Duration patience) throws InterruptedException {
        return free.tryAcquire((int) bytes, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void giveBack(long bytes) {
        free.release((int) bytes);
    }

    long available() {
        return free.availablePermits();
    }
}
