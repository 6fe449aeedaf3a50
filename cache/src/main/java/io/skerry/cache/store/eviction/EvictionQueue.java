package io.skerry.cache.store.eviction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Responses by what they are worth in one {@link EvictionOrder}, the least first: a binary heap in which what was used since it was ranked is
 * ranked again only when it comes to the front. Worth only grows by use, so the front is right all the same.
 *
 * <p>A change of order takes effect a few entries at a time, with each that enters. Not thread-safe, but for {@link #used}.
 */
final class EvictionQueue<R extends Resident> {

    private static final int RANKED_AT_ONCE = 128;
    private static final int RANKED_PER_ENTRY = 4;
    private static final int MEAN_OVER = 4096;
    private static final int MOST_USES_KEPT = 60;
    private static final int PART_FREE = 32;

    private final long capacity;
    private final UseHistory history;
    private EvictionOrder order;
    private Resident[] heap = new Resident[64];
    private int size;
    private long weight;
    private double meanWeight;
    private int nextToRank;
    // Read by those who note uses, without order: a use noted at a clock a little older ranks a little lower.
    private double clock;
    private long count;

    EvictionQueue(long capacity, long keysExpected, EvictionOrder order) {
        this.capacity = capacity;
        this.history = new UseHistory(keysExpected);
        this.order = order;
    }

    void order(EvictionOrder next) {
        order = next;
    }

    int size() {
        return size;
    }

    /** Notes a use. On any thread. */
    void used(Resident resident) {
        resident.usedAt(clock, count);
    }

    /** Whether a part of the capacity is free that most responses fit into. On any thread; about right. */
    boolean hasRoom() {
        return weight < capacity - capacity / PART_FREE;
    }

    boolean fits(Resident candidate) {
        return weight + candidate.weight() <= capacity;
    }

    /** Whether the order would rather keep what is there; the attempt is remembered. */
    boolean rejects(Resident candidate) {
        if (!order.filters() || size == 0 || fits(candidate)) {
            return false;
        }
        if (history.count(candidate.digest()) + 1 > front().uses()) {
            return false;
        }
        history.add(candidate.digest(), 1);
        return true;
    }

    void enter(R resident) {
        count++;
        meanWeight += (resident.weight() - meanWeight) / Math.min(count, MEAN_OVER);
        history.add(resident.digest(), 1);
        resident.enters(Math.max(1, history.count(resident.digest())), clock, count);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        resident.worth = worth(resident);
        resident.rankedUse = resident.lastUse();
        weight += resident.weight();
        siftUp(size++, resident);
        for (int i = 0; i < RANKED_PER_ENTRY; i++) {
            nextToRank = nextToRank + 1 < size ? nextToRank + 1 : 0;
            rank(heap[nextToRank]);
        }
    }

    /** Takes out what is worth least; at least one is in. */
    R evict() {
        Resident victim = front();
        clock = Math.max(clock, victim.worth);
        leave(victim);
        return own(victim);
    }

    /** Takes out one; does nothing if it is not in. */
    void leave(Resident resident) {
        int at = resident.place;
        if (at == Resident.OUT) {
            return;
        }
        resident.place = Resident.OUT;
        weight -= resident.weight();
        Resident last = heap[--size];
        heap[size] = null;
        if (at < size) {
            siftDown(at, last);
            siftUp(last.place, last);
        }
        float uses = resident.uses() - resident.usesBefore;
        history.add(resident.digest(), (int) Math.min(MOST_USES_KEPT, uses));
    }

    /** The first of the heap: nearly those that leave next. */
    List<R> first(int most) {
        List<R> first = new ArrayList<>(Math.min(most, size));
        for (int i = 0; i < most && i < size; i++) {
            first.add(own(heap[i]));
        }
        return first;
    }

    @SuppressWarnings("unchecked") // only enter() puts anything into the heap
    private R own(Resident resident) {
        return (R) resident;
    }

    /** Ranks what comes to the front again until one stays there. Bounded: after many hits without a miss everything is to be ranked. */
    private Resident front() {
        for (int i = 0; i < RANKED_AT_ONCE; i++) {
            Resident front = heap[0];
            if (front.rankedUse == front.lastUse() && front.worth >= worth(front)) {
                return front;
            }
            rank(front);
        }
        return heap[0];
    }

    private double worth(Resident resident) {
        return resident.clockAtUse() + order.worth(resident.uses(), resident.weight(), meanWeight);
    }

    private void rank(Resident resident) {
        resident.worth = worth(resident);
        resident.rankedUse = resident.lastUse();
        siftDown(resident.place, resident);
        siftUp(resident.place, resident);
    }

    private void siftUp(int from, Resident resident) {
        int at = from;
        while (at > 0) {
            int above = (at - 1) >> 1;
            if (!goesBefore(resident, heap[above])) {
                break;
            }
            place(at, heap[above]);
            at = above;
        }
        place(at, resident);
    }

    private void siftDown(int from, Resident resident) {
        int at = from;
        for (int below = 2 * at + 1; below < size; below = 2 * at + 1) {
            if (below + 1 < size && goesBefore(heap[below + 1], heap[below])) {
                below++;
            }
            if (!goesBefore(heap[below], resident)) {
                break;
            }
            place(at, heap[below]);
            at = below;
        }
        place(at, resident);
    }

    private void place(int at, Resident resident) {
        heap[at] = resident;
        resident.place = at;
    }

    private static boolean goesBefore(Resident one, Resident other) {
        return one.worth < other.worth || (one.worth == other.worth && one.rankedUse < other.rankedUse);
    }
}
