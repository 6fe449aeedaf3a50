package io.skerry.cache.store.memory;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one ledger of native memory: every piece in use is charged here under exactly one use, by the size of its slot.
 *
 * <p>The sum over the uses is what the slabs have handed out, plus the overflow. All methods may be called on any thread.
 */
public final class MemoryBudget {

    /** What a piece of native memory is used for. */
    public enum Use {
        /** Stored responses of the hot tier, those evicted but still leased included. */
        HOT,
        /** Responses arriving now. */
        FILL,
        /** Verified bytes read from disk, on their way to a client. */
        READ,
        /**
         * Bytes of arriving responses for which no slot could be had; outside the slabs, at most one chunk for each
         * response that is told to pause.
         */
        OVERFLOW
    }

    private final Map<Use, AtomicLong> bytes = new EnumMap<>(Use.class);
    private final long capacityBytes;

    MemoryBudget(long capacityBytes) {
        this.capacityBytes = capacityBytes;
        for (Use use : Use.values()) {
            bytes.put(use, new AtomicLong());
        }
    }

    /** The bytes there are: the slabs' whole size. */
    public long capacityBytes() {
        return capacityBytes;
    }

    /** The bytes charged to one use. */
    public long bytes(Use use) {
        return counter(use).get();
    }

    /** The bytes charged to all uses. */
    public long totalBytes() {
        long total = 0;
        for (AtomicLong one : bytes.values()) {
            total += one.get();
        }
        return total;
    }

    void charge(Use use, long amount) {
        counter(use).addAndGet(amount);
    }

    void release(Use use, long amount) {
        counter(use).addAndGet(-amount);
    }

    void move(Use from, Use to, long amount) {
        if (from != to) {
            charge(to, amount);
            release(from, amount);
        }
    }

    private AtomicLong counter(Use use) {
        return Objects.requireNonNull(bytes.get(use));
    }
}
