package io.skerry.cache.store.eviction;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Says which responses have to go when another comes.
 *
 * <p>It stands beside a Caffeine cache of the same capacity, which holds the responses. While W-TinyLFU serves best, Caffeine evicts;
 * else the chooser names the victims before Caffeine has to. Which order serves best is found out by a {@link Contest}, on a sample.
 *
 * <p>{@link #used} is for the path of a hit: a few writes into the response, and for a sampled key one more into a short list that the next
 * admission works off; what does not fit is not sampled. Everything else takes a short lock that nothing else is taken under. Any thread.
 */
public final class VictimChooser<R extends Resident> {

    private static final int MOST_WAITING = 128;
    private static final int SAMPLE_SHIFT = 20;
    private static final long BYTES_EXPECTED = 2048;

    private final ReentrantLock lock = new ReentrantLock();
    private final EvictionQueue<R> queue;
    private final Contest contest;

    // Written by readers without order: where two write at once, one sample is lost.
    private final Resident[] waiting = new Resident[MOST_WAITING];
    private int waitingCount;
    private int sampleMask;

    private volatile EvictionOrder order = EvictionOrder.RECENCY;

    /** A chooser for a capacity in bytes. */
    public VictimChooser(long capacity) {
        queue = new EvictionQueue<>(capacity, capacity / BYTES_EXPECTED, order);
        contest = new Contest(capacity);
        sampleMask = contest.mask();
    }

    /** Notes that a response was used. */
    public void used(R resident) {
        queue.used(resident);
        int at = waitingCount;
        if (at < MOST_WAITING && sampled(resident)) {
            waiting[at] = resident;
            waitingCount = at + 1;
        }
    }

    private boolean sampled(Resident resident) {
        return ((int) (resident.digest() >>> SAMPLE_SHIFT) & sampleMask) == 0;
    }

    /** What has to be done for a response to enter. */
    public sealed interface Entrance<R> {
        /** It enters, and these leave; none while Caffeine evicts. */
        record Open<R>(List<R> victims) implements Entrance<R> {}

        /** It stays out: all there is is worth more. */
        record Rejected<R>() implements Entrance<R> {}
    }

    /**
     * Lets a response enter that was asked for and is not there; whoever cannot put it into the cache after that says {@link #left}.
     *
     * @param known whether an older version of it is there: such a response is never rejected
     */
    public Entrance<R> enter(R resident, boolean known) {
        lock.lock();
        try {
            sample(resident);
            if (order != EvictionOrder.TINY_LFU && !known && queue.rejects(resident)) {
                return new Entrance.Rejected<>();
            }
            List<R> victims = new ArrayList<>(2);
            while (order != EvictionOrder.TINY_LFU && queue.size() > 0 && !queue.fits(resident)) {
                victims.add(queue.evict());
            }
            queue.enter(resident);
            return new Entrance.Open<>(victims);
        } finally {
            lock.unlock();
        }
    }

    private void sample(Resident missed) {
        int count = Math.min(waitingCount, MOST_WAITING);
        for (int i = 0; i < count; i++) {
            Resident used = waiting[i];
            if (used != null) {
                contest.asked(used.digest(), used.weight(), true);
                waiting[i] = null;
            }
        }
        waitingCount = 0;
        if (sampled(missed)) {
            contest.asked(missed.digest(), missed.weight(), false);
        }
        sampleMask = contest.mask();
        EvictionOrder best = contest.chosen();
        if (best != order) {
            order = best;
            queue.order(best);
        }
    }

    /** A response is no longer there; told once or more often. */
    public void left(R resident) {
        lock.lock();
        try {
            queue.leave(resident);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a response has entered, and has neither left nor been chosen to go. */
    public boolean holds(R resident) {
        lock.lock();
        try {
            return resident.place != Resident.OUT;
        } finally {
            lock.unlock();
        }
    }

    /** Those that would be among the next to go. */
    public List<R> coldest(int most) {
        lock.lock();
        try {
            return queue.first(most);
        } finally {
            lock.unlock();
        }
    }

    /** Whether more could enter without that anything leaves; asked without the lock, so that it is about right. */
    public boolean hasRoom() {
        return queue.hasRoom();
    }

    /** The order in force. */
    public EvictionOrder order() {
        return order;
    }
}
