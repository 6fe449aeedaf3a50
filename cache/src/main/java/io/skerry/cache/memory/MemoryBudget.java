package io.skerry.cache.memory;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The one ledger of a node's memory: what is taken is charged under exactly one use, and each use has a limit.
 *
 * <p>Whoever can ask does so before it takes ({@link #tryReserve}, {@link #claim}) and gives back exactly once. Responses are charged by
 * the size of their slots, and what refuses is the slabs. What nobody can ask for, such as the network's buffers, is bounded by the JVM's options and read
 * where it is counted ({@link #observe}). All methods may be called on any thread; none waits.
 */
public final class MemoryBudget {

    /** What memory is used for. */
    public enum Use {
        /** Stored responses of the hot tier, those evicted but still leased included. In the slabs. */
        HOT("hot", Guard.ELSEWHERE),
        /** Responses arriving now. In the slabs. */
        FILL("fill", Guard.ELSEWHERE),
        /** Verified bytes read from disk, on their way to a client. In the slabs. */
        READ("read", Guard.ELSEWHERE),
        /**
         * Bytes of arriving responses for which no slot could be had: native memory, at most one chunk for each response that is told to
         * pause. At its limit no further response is taken for storing.
         */
        OVERFLOW("overflow", Guard.LEDGER),
        /** Direct buffers of the network, those that wait in it included. Observed. */
        NETWORK("network", Guard.ELSEWHERE),
        /** Other direct buffers: records on their way to and from files. Observed. */
        FILES("files", Guard.ELSEWHERE),
        /** Native windows of encoders of contents, and the pieces on their way through them. */
        ENCODERS("encoders", Guard.LEDGER),
        /** The same of decoders. */
        DECODERS("decoders", Guard.LEDGER),
        /** Contents on the heap that were collected for functions, fetched by them or answered by them. */
        BODIES("bodies", Guard.LEDGER),
        /** What functions take on the heap for their own work, such as pixels. */
        WORK("work", Guard.LEDGER);

        private final String token;
        private final Guard guard;

        Use(String token, Guard guard) {
            this.token = token;
            this.guard = guard;
        }

        /** The word in metrics. */
        public String token() {
            return token;
        }

        /** Who refuses. */
        public Guard guard() {
            return guard;
        }
    }

    /** Who refuses what would go beyond a limit. */
    public enum Guard {
        /** This ledger, asked before anything is taken. */
        LEDGER,
        /** The slabs, or the JVM. */
        ELSEWHERE
    }

    /**
     * One use at one moment.
     *
     * @param bytes taken
     * @param limitBytes how much may be; the three uses in the slabs have theirs together
     * @param refusals how often somebody asked in vain
     */
    public record Account(long bytes, long limitBytes, long refusals) {}

    private static final class Counter {
        private final AtomicLong taken = new AtomicLong();
        private final LongAdder refusals = new LongAdder();
        private final long limitBytes;
        private volatile LongSupplier bytes = taken::get;

        Counter(long limitBytes) {
            this.limitBytes = limitBytes;
        }
    }

    private final Map<Use, Counter> counters = new EnumMap<>(Use.class);

    /** A ledger with these limits in bytes; a use that is not named has none. */
    public MemoryBudget(Map<Use, Long> limits) {
        for (Use use : Use.values()) {
            counters.put(use, new Counter(limits.getOrDefault(use, Long.MAX_VALUE)));
        }
    }

    /** A ledger that refuses nothing. */
    public static MemoryBudget unbounded() {
        return new MemoryBudget(Map.of());
    }

    /** The bytes that a use may take; {@link Long#MAX_VALUE} where it has no limit. */
    public long limitBytes(Use use) {
        return counter(use).limitBytes;
    }

    /** The bytes charged to one use. */
    public long bytes(Use use) {
        return counter(use).bytes.getAsLong();
    }

    /** Takes bytes, or nothing where they are more than the use has left. Whoever gets true releases as many, once. */
    public boolean tryReserve(Use use, long amount) {
        Counter counter = counter(use);
        long before = counter.taken.get();
        while (amount <= counter.limitBytes - before) {
            if (counter.taken.compareAndSet(before, before + amount)) {
                return true;
            }
            before = counter.taken.get();
        }
        counter.refusals.increment();
        return false;
    }

    /** Whether a use is at its limit; counted as a refusal if so. For those who take only after having been let in. */
    public boolean refuses(Use use) {
        Counter counter = counter(use);
        boolean full = counter.taken.get() >= counter.limitBytes;
        if (full) {
            counter.refusals.increment();
        }
        return full;
    }

    /** Counts that somebody was refused by whoever lets in for this ledger. */
    public void refused(Use use) {
        counter(use).refusals.increment();
    }

    /** Charges what was taken already: whoever asks next finds that much less. */
    public void charge(Use use, long amount) {
        counter(use).taken.addAndGet(amount);
    }

    /** Gives back what was reserved or charged. */
    public void release(Use use, long amount) {
        if (counter(use).taken.addAndGet(-amount) < 0) {
            throw new IllegalStateException("more given back than taken: " + use.token());
        }
    }

    /** Charges to another use what was charged to one. */
    public void move(Use from, Use to, long amount) {
        if (from != to) {
            charge(to, amount);
            release(from, amount);
        }
    }

    /** Reads a use where its memory is counted. Called once for the use, before anything is charged to it. */
    public void observe(Use use, LongSupplier bytes) {
        counter(use).bytes = bytes;
    }

    /** A claim on a use, of no bytes yet. */
    public Claim claim(Use use) {
        return new Claim(use);
    }

    /** All of it at one moment. */
    public Map<Use, Account> accounts() {
        Map<Use, Account> all = new EnumMap<>(Use.class);
        counters.forEach((use, counter) ->
                all.put(use, new Account(counter.bytes.getAsLong(), counter.limitBytes, counter.refusals.sum())));
        return all;
    }

    private Counter counter(Use use) {
        return Objects.requireNonNull(counters.get(use));
    }

    /** What one owner has taken under a use, bit by bit, and gives back at once. Any thread. */
    public final class Claim implements AutoCloseable {
        private final Use use;
        private long bytes;
        private boolean closed;

        private Claim(Use use) {
            this.use = use;
        }

        /** Takes more; false, and nothing more is taken, where there is no room or the claim was closed. */
        public synchronized boolean add(long more) {
            if (closed || !tryReserve(use, more)) {
                return false;
            }
            bytes += more;
            return true;
        }

        /** Whether it was closed, and takes nothing any more. */
        public synchronized boolean isClosed() {
            return closed;
        }

        /** Gives everything back. Closing once more does nothing. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                release(use, bytes);
            }
        }
    }
}
