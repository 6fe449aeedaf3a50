package io.skerry.cache.store.tiered;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.purge.PurgeLogStats;
import io.skerry.cache.purge.PurgeWatcher;
import io.skerry.cache.store.SweepDepth;
import io.skerry.cache.store.SweepResult;
import io.skerry.cache.store.SweepResult.Extent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that frees what was purged, and lets the purge log forget records that nothing stored needs any more.
 *
 * <p>Memory is swept shortly after each hard purge; everything, disk included, after a while, and with it the journal is shortened
 * where that is worth it. Each pass gives the processor back every few records, and sleeps many times as long as it took.
 */
public final class PurgeSweeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PurgeSweeper.class);

    /** Of the time, at most this part is spent in passes over memory. */
    private static final int REST = 20;

    private static final int RECORDS_AT_ONCE = 64;
    private static final long PAUSE_NANOS = 1_000_000;

    private final TieredStore store;
    private final PurgeLog log;
    private final InstantSource clock;
    private final Pace pace;
    private final Semaphore purged = new Semaphore(0);
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private long sweptRecord;
    private int records;

    /**
     * How often and how much.
     *
     * @param memory how long after a hard purge memory is swept
     * @param everything how long after a pass over everything the next may begin
     * @param softKept how long a softly purged response that nobody asks for is kept
     * @param journalBytes above this length the journal is shortened
     * @param journalMost above this one, softly purged responses go at once for it
     */
    public record Pace(Duration memory, Duration everything, Duration softKept, long journalBytes, long journalMost) {

        /** For a node at work. */
        public static final Pace USUAL =
                new Pace(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofDays(1), 2L << 20, 256L << 20);
    }

    private PurgeSweeper(TieredStore store, PurgeLog log, InstantSource clock, Pace pace) {
        this.store = store;
        this.log = log;
        this.clock = clock;
        this.pace = pace;
        this.thread = Thread.ofPlatform().daemon().name("skerry-purge-sweeper").unstarted(this::run);
    }

    /** Starts sweeping a store; closed before the store and the log are. */
    public static PurgeSweeper start(TieredStore store, PurgeLog log, InstantSource clock, Pace pace) {
        PurgeSweeper sweeper = new PurgeSweeper(store, log, clock, pace);
        log.watchedBy((selectors, mode) -> {
            if (mode == PurgeMode.HARD && sweeper.purged.availablePermits() == 0) {
                sweeper.purged.release();
            }
        });
        sweeper.thread.start();
        return sweeper;
    }

    private void run() {
        long nextEverything = System.nanoTime() + pace.everything().toNanos();
        while (!isClosing()) {
            try {
                if (purged.tryAcquire(pace.everything().toMillis(), TimeUnit.MILLISECONDS) && !isClosing()) {
                    rest(pace.memory().toNanos());
                    purged.drainPermits();
                    rest(REST * sweepMemory());
                }
                if (!isClosing() && System.nanoTime() - nextEverything > 0) {
                    sweepEverything();
                    nextEverything = System.nanoTime() + pace.everything().toNanos();
                }
            } catch (InterruptedException e) {
                // Nobody has reason to interrupt this thread.
                LOG.warn("the sweeper was interrupted, and goes on");
            } catch (RuntimeException | Error defect) {
                LOG.error("a sweep failed; the next tries again", defect);
            }
        }
    }

    private long sweepMemory() {
        long begun = System.nanoTime();
        store.sweepMemory(Instant.MIN, this::step);
        return System.nanoTime() - begun;
    }

    private void sweepEverything() {
        PurgeLogStats stats = log.stats();
        if (stats.lastRecord() == sweptRecord) {
            return;
        }
        boolean tooLong = stats.journalBytes() > pace.journalMost();
        Instant softKeptSince = tooLong ? Instant.MAX : clock.instant().minus(pace.softKept());
        SweepDepth depth = stats.journalBytes() > pace.journalBytes() ? SweepDepth.RETIRE : SweepDepth.FREE;
        SweepResult result = store.sweep(depth, softKeptSince, this::step);
        if (result.comparedUpTo().isPresent()) {
            log.retire(new JournalStamp(log.incarnation(), result.comparedUpTo().getAsLong()))
                    .toCompletableFuture()
                    .join();
        }
        if (result.extent() == Extent.WHOLE) {
            sweptRecord = stats.lastRecord();
        }
        LOG.debug("swept up to record {}: {}", sweptRecord, result);
    }

    private boolean step() {
        if (++records % RECORDS_AT_ONCE == 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return !isClosing();
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void rest(long nanos) throws InterruptedException {
        var _ = closing.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Ends the thread, and a pass under way with it. Blocks until then. */
    @Override
    public void close() {
        closing.countDown();
        log.watchedBy(PurgeWatcher.NOBODY);
        purged.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
