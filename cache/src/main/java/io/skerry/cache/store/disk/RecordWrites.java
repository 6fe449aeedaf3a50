package io.skerry.cache.store.disk;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells records being written from those that are there: each write lasts from its id until it is in the index. Store threads. */
final class RecordWrites {

    private static final int ATTEMPTS = 200;
    private static final long PAUSE_NANOS = 5_000_000;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** Runs what writes a record. */
    <T> T run(Supplier<T> write) {
        lock.readLock().lock();
        try {
            return write.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Runs something at a moment at which no record is half written; null if none comes soon. */
    <T> @Nullable T between(Supplier<T> task) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // Without waiting in line: writers behind would wait for those before.
            if (lock.writeLock().tryLock()) {
                try {
                    return task.get();
                } finally {
                    lock.writeLock().unlock();
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return null;
    }
}
