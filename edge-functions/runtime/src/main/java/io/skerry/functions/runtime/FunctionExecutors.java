package io.skerry.functions.runtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which work of functions runs: a bounded pool of platform threads for computing, virtual threads behind a
 * bulkhead for blocking, and one timer. Nothing queues without a bound.
 */
public final class FunctionExecutors implements AutoCloseable {

    /**
     * The bounds.
     *
     * @param computeThreads platform threads for {@code Outcome.compute}
     * @param computeQueue works that may wait for them; one more is refused
     * @param blocking works of {@code Outcome.blocking} at once; one more is refused
     */
    public record Limits(int computeThreads, int computeQueue, int blocking) {

        private static final int QUEUE_PER_THREAD = 64;
        private static final int BLOCKING = 256;

        /** Refuses bounds below one. */
        public Limits {
            if (computeThreads < 1 || computeQueue < 1 || blocking < 1) {
                throw new IllegalArgumentException("each bound is at least 1");
            }
        }

        /**
         * Bounds for a machine.
         *
         * @param processors of the machine
         * @return as many computing threads as processors, 64 waiting works for each, 256 blocking works
         */
        public static Limits forProcessors(int processors) {
            return new Limits(processors, processors * QUEUE_PER_THREAD, BLOCKING);
        }
    }

    private final ThreadPoolExecutor compute;
    private final Semaphore blockingPermits;
    private final int blockingLimit;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadFactory virtual;

    /**
     * Starts the pools.
     *
     * @param limits their bounds
     */
    public FunctionExecutors(Limits limits) {
        this(
                limits,
                Thread.ofPlatform().daemon().name("skerry-compute-", 0).factory(),
                Thread.ofVirtual().name("skerry-function-", 0).factory());
    }

    /** Starts the pools on threads made elsewhere. */
    FunctionExecutors(Limits limits, ThreadFactory platform, ThreadFactory virtual) {
        this.virtual = virtual;
        this.compute = new ThreadPoolExecutor(
                limits.computeThreads(),
                limits.computeThreads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(limits.computeQueue()),
                platform);
        this.blockingLimit = limits.blocking();
        this.blockingPermits = new Semaphore(limits.blocking());
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("skerry-function-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * The works that wait for a computing thread.
     *
     * @return a momentary value, for metrics
     */
    public int computeWaiting() {
        return compute.getQueue().size();
    }

    /**
     * The blocking works that run.
     *
     * @return a momentary value, for metrics
     */
    public int blockingRunning() {
        return blockingLimit - blockingPermits.availablePermits();
    }

    /** Runs the task on the pool, or throws {@link RejectedExecutionException} when the queue is full. */
    void compute(FutureTask<?> task) {
        compute.execute(task);
    }

    /** Frees the place of a task that still waits. */
    void forget(FutureTask<?> task) {
        compute.remove(task);
    }

    /** Runs the task on a virtual thread, or throws {@link RejectedExecutionException} when the bulkhead is full. */
    void blocking(FutureTask<?> task) {
        if (!blockingPermits.tryAcquire()) {
            throw new RejectedExecutionException("too many blocking works");
        }
        try {
            virtual.newThread(() -> {
                        try {
                            task.run();
                        } finally {
                            blockingPermits.release();
                        }
                    })
                    .start();
        } catch (Throwable notStarted) {
            blockingPermits.release();
            throw notStarted;
        }
    }

    /** Runs a short task on the timer's thread after a while. */
    ScheduledFuture<?> after(long nanos, Runnable task) {
        return timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** Runs the edge's own work that waits, outside the functions' bulkhead. */
    void background(Runnable task) {
        virtual.newThread(task).start();
    }

    /** Interrupts what runs and refuses what comes. */
    @Override
    public void close() {
        timer.shutdownNow();
        compute.shutdownNow();
    }
}
