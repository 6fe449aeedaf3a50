package io.skerry.cache.purge.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The marks of all selectors of one kind, by hash: one writer, any number of readers without a lock.
 *
 * <p>A reader that loaded a published sequence number sees every mark up to it; of later ones it may see any part, which makes
 * a purge act early, never late. At its cap the older half moves to the coarser table first and leaves this one afterwards;
 * readers ask this table before that one and so never fall between the two.
 */
final class MarkTable {

    private static final VarHandle KEYS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle MARKS = MethodHandles.arrayElementVarHandle(Marks[].class);

    /** No key is 0: it stands for an empty slot. */
    private static final long EMPTY = 0;

    private static final int FIRST_CAPACITY = 64;

    private final int cap;
    private final @Nullable MarkTable coarser;

    /** The writer's own; the volatile ones below are for whoever reads statistics. */
    private int count;

    private long folds;

    private volatile Slots slots = new Slots(FIRST_CAPACITY);
    private volatile long newestSeq;
    private volatile int size;
    private volatile long coarsenings;

    /**
     * An empty table.
     *
     * @param cap at most so many keys, at least 2
     * @param coarser takes what does not fit; null only where keys are few by construction
     */
    MarkTable(int cap, @Nullable MarkTable coarser) {
        this.cap = cap;
        this.coarser = coarser;
    }

    /** Whether any mark is newer than {@code seq}. */
    boolean newerThan(long seq) {
        return newestSeq > seq;
    }

    /** Keys in use. */
    int size() {
        return size;
    }

    /** How often the older half moved to the coarser table. */
    long coarsenings() {
        return coarsenings;
    }

    /** The marks under a key, null for none. */
    @Nullable
    Marks find(long key) {
        return slots.find(nonEmpty(key));
    }

    /** Adds marks under a key. The writer only. */
    void add(KeyChain chain, Marks marks) {
        // Before the marks: a reader skips this table when nothing in it is newer than what it looks for.
        newestSeq = Math.max(newestSeq, marks.newestSeq());
        Slots current = slots;
        int at = current.slotOf(nonEmpty(chain.key()));
        Marks before = current.marks[at];
        if (before == null && count >= cap && coarser != null) {
            coarsen(coarser);
            current = slots;
            at = current.slotOf(nonEmpty(chain.key()));
        } else if (before == null && 2 * (count + 1) > current.keys.length) {
            current = current.rehashed(2 * current.keys.length, Long.MIN_VALUE);
            slots = current;
            at = current.slotOf(nonEmpty(chain.key()));
        }
        current.set(at, chain, before == null ? marks : before.merge(marks));
        if (before == null) {
            count++;
            size = count;
        }
    }

    /** Takes out what no response needs any more that was compared with everything up to {@code seq}. The writer only. */
    void retireUpTo(long seq) {
        Slots current = slots;
        int kept = 0;
        for (Marks marks : current.marks) {
            kept += marks != null && marks.newestSeq() > seq ? 1 : 0;
        }
        if (kept == count) {
            return;
        }
        int capacity = current.keys.length;
        while (capacity > FIRST_CAPACITY && capacity >= 8 * (kept + 1)) {
            capacity >>= 1;
        }
        slots = current.newerThan(seq, capacity);
        count = kept;
        size = kept;
    }

    private void coarsen(MarkTable into) {
        Slots current = slots;
        long threshold = current.medianSeq(count);
        int kept = 0;
        for (int i = 0; i < current.keys.length; i++) {
            Marks marks = current.marks[i];
            KeyChain chain = current.chains[i];
            if (marks == null || chain == null) {
                continue;
            }
            KeyChain next = chain.coarser();
            if (marks.newestSeq() > threshold || next == null) {
                kept++;
            } else {
                into.add(next, marks);
            }
        }
        slots = current.rehashed(current.keys.length, threshold);
        count = kept;
        size = kept;
        folds++;
        coarsenings = folds;
    }

    private static long nonEmpty(long key) {
        return key == EMPTY ? 1 : key;
    }

    /** Open addressing with linear probing, at most half full. */
    private static final class Slots {
        final long[] keys;
        final @Nullable Marks[] marks;
        final @Nullable KeyChain[] chains;

        Slots(int capacity) {
            keys = new long[capacity];
            marks = new Marks[capacity];
            chains = new KeyChain[capacity];
        }

        @Nullable
        Marks find(long key) {
            int mask = keys.length - 1;
            for (int i = (int) key & mask; ; i = (i + 1) & mask) {
                long found = (long) KEYS.getAcquire(keys, i);
                if (found == key) {
                    return (Marks) MARKS.getAcquire(marks, i);
                }
                if (found == EMPTY) {
                    return null;
                }
            }
        }

        int slotOf(long key) {
            int mask = keys.length - 1;
            int i = (int) key & mask;
            while (keys[i] != key && keys[i] != EMPTY) {
                i = (i + 1) & mask;
            }
            return i;
        }

        void set(int at, KeyChain chain, Marks value) {
            chains[at] = chain;
            MARKS.setRelease(marks, at, value);
            KEYS.setRelease(keys, at, nonEmpty(chain.key()));
        }

        Slots newerThan(long seq, int capacity) {
            Slots next = new Slots(capacity);
            for (int i = 0; i < keys.length; i++) {
                Marks value = marks[i];
                KeyChain chain = chains[i];
                if (value != null && chain != null && value.newestSeq() > seq) {
                    next.set(next.slotOf(nonEmpty(chain.key())), chain, value);
                }
            }
            return next;
        }

        Slots rehashed(int capacity, long newerThan) {
            Slots next = new Slots(capacity);
            for (int i = 0; i < keys.length; i++) {
                Marks value = marks[i];
                KeyChain chain = chains[i];
                if (value != null && chain != null && (value.newestSeq() > newerThan || chain.coarser() == null)) {
                    next.set(next.slotOf(nonEmpty(chain.key())), chain, value);
                }
            }
            return next;
        }

        long medianSeq(int size) {
            long[] seqs = new long[size];
            int count = 0;
            for (Marks value : marks) {
                if (value != null) {
                    seqs[count++] = value.newestSeq();
                }
            }
            Arrays.sort(seqs, 0, count);
            return seqs[count / 2];
        }
    }
}
