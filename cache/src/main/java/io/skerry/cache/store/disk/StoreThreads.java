package io.skerry.cache.store.disk;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that touch files. Reads have a bounded queue: when it is full, a lookup is a miss. Writes are bounded by those
 * who queue them (responses waiting, bytes waiting), so that a deletion or the end of a file always finds a place. None interrupts an
 * event loop ({@link BackgroundSchedule}).
 */
final class StoreThreads {

    private static final int READ_QUEUE = 1024;
    private static final int MOST_THREADS = 8;
    private static final long CLOSE_SECONDS = 10;

    private final ThreadPoolExecutor reads;
    private final ThreadPoolExecutor writes;

    StoreThreads() {
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, MOST_THREADS);
        reads = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(READ_QUEUE),
                named("skerry-disk-read-"));
        writes = new ThreadPoolExecutor(
                threads, threads, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), named("skerry-disk-write-"));
    }

    private static ThreadFactory named(String prefix) {
        AtomicLong count = new AtomicLong();
        return task -> Thread.ofPlatform()
                .daemon()
                .name(prefix + count.getAndIncrement())
                .unstarted(() -> {
                    boolean _ = BackgroundSchedule.take();
                    task.run();
                });
    }

    /** How many read at a time. */
    int readers() {
        return reads.getCorePoolSize();
    }

    /** Queues a read; false when the queue is full or closed. */
    boolean read(Runnable task) {
        try {
            reads.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /**
     * Queues a read after some time.
     *
     * @param refused run instead when the queue is full or closed then
     */
    void readIn(long millis, Runnable task, Runnable refused) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> {
                    if (!read(task)) {
                        refused.run();
                    }
                });
    }

    /** Queues a write; false when closed. */
    boolean write(Runnable task) {
        try {
            writes.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Lets what is queued end, and waits for it. */
    void close() {
        reads.shutdown();
        writes.shutdown();
        try {
            boolean ended = reads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)
                    && writes.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                reads.shutdownNow();
                writes.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
