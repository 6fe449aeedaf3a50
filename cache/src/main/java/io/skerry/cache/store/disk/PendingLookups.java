package io.skerry.cache.store.disk;

import io.skerry.cache.store.RefusalCause;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lookups that wait for a store thread, and how long: one that has waited two seconds is a miss, whatever the disk says later. While as
 * many are late as there are threads that read, all of those stand still, and nobody else begins to wait.
 *
 * <p>Any thread; takes no lock.
 */
final class PendingLookups {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final DiskRead GONE = new DiskRead.Gone();

    private final DiskCounters counters;
    private final DiskFaults faults;
    private final int readers;
    /** In the order in which they began; one that is over goes when it comes first. */
    private final Queue<Pending> pending = new ConcurrentLinkedQueue<>();
    /** Given up, and not read to their end yet. */
    private final AtomicInteger late = new AtomicInteger();

    /** @param readers threads that read */
    PendingLookups(DiskCounters counters, DiskFaults faults, int readers) {
        this.counters = counters;
        this.faults = faults;
        this.readers = readers;
    }

    /** One lookup; {@code answer} is called once, by whoever comes first. */
    final class Pending {
        private final Consumer<DiskRead> answer;
        private final AtomicBoolean answered = new AtomicBoolean();
        private final long since = System.nanoTime();

        private Pending(Consumer<DiskRead> answer) {
            this.answer = answer;
        }

        /** Reads, unless nobody waits for it any more. On a store thread. */
        void read(Supplier<DiskRead> reading) {
            DiskRead found = answered.get() ? GONE : reading.get();
            if (!answered.compareAndSet(false, true)) {
                late.decrementAndGet();
                drop(found);
                return;
            }
            tidy();
            (found instanceof DiskRead.Gone ? counters.misses : counters.hits).increment();
            answer.accept(found);
        }

        /** It was not queued. */
        void withdraw() {
            answered.set(true);
            tidy();
        }

        private void giveUpIfOverdue(long now) {
            if (now - since < PATIENCE_NANOS || !answered.compareAndSet(false, true)) {
                return;
            }
            late.incrementAndGet();
            counters.misses.increment();
            counters.refusals.count(RefusalCause.UNAVAILABLE);
            faults.overdue();
            answer.accept(GONE);
        }
    }

    /** A lookup begins to wait. */
    Pending begin(Consumer<DiskRead> answer) {
        Pending one = new Pending(answer);
        pending.add(one);
        return one;
    }

    /** Gives up those that have waited for too long; to be called now and then, on a thread that makes no file call. */
    void look() {
        long now = System.nanoTime();
        pending.forEach(one -> one.giveUpIfOverdue(now));
        tidy();
    }

    private void tidy() {
        for (Pending first = pending.peek(); first != null && first.answered.get(); first = pending.peek()) {
            pending.remove(first);
        }
    }

    /** Whether reads take too long. */
    boolean areLate() {
        return late.get() > 0;
    }

    /** Whether every thread that reads stands still. */
    boolean standStill() {
        return late.get() >= readers;
    }

    private static void drop(DiskRead read) {
        switch (read) {
            case DiskRead.Small small -> small.content().release();
            case DiskRead.Large large -> large.response().close();
            case DiskRead.Gone _ -> {}
        }
    }
}
