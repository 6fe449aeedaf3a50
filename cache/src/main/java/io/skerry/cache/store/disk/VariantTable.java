package io.skerry.cache.store.disk;

import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.disk.DiskEntry.RecordPlace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The varying entries of the index, by primary key: open addressing, so that each costs a reference or two and nothing else.
 *
 * <p>Reading takes no lock, and may miss an entry that comes at that moment. Changes take the lock of one stripe, inside which
 * nothing else is called.
 */
final class VariantTable {

    private static final int STRIPES = 256;
    private static final int STRIPE_SHIFT = 56;
    private static final int SMALLEST = 8;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    /** Of one primary key. */
    private static final int MAX_VARIANTS = 64;

    private static final DiskEntry[] NONE = {};
    /** Where an entry was: whoever looks goes on behind it. No record has its id. */
    private static final DiskEntry GONE = new DiskEntry(0, 0, VariantKey.none(), new RecordPlace(0, (short) -1, 0, 0));

    /** One part, with a lock and a size of its own. Guarded by itself, but for reading. */
    private static final class Stripe {
        private volatile AtomicReferenceArray<@Nullable DiskEntry> slots = new AtomicReferenceArray<>(SMALLEST);
        /** Slots that are not null. */
        private int taken;

        private int live;
    }

    private final Stripe[] stripes = new Stripe[STRIPES];
    private final AtomicInteger size = new AtomicInteger();
    /** Counts how often one of several variants was selected; their age is measured on it. */
    private final AtomicInteger selections = new AtomicInteger();

    VariantTable() {
        Arrays.setAll(stripes, i -> new Stripe());
    }

    /** The entries of a key, in no order. */
    DiskEntry[] of(CacheKey key) {
        return size.get() == 0 ? NONE : find(stripe(key.high(), key.low()).slots, key.high(), key.low());
    }

    /** Notes that a request has selected this one. */
    void selected(DiskEntry entry) {
        entry.lastSelected = selections.incrementAndGet();
    }

    /** Adds an entry. Of too many of a key the least recently selected leaves the table. */
    void add(DiskEntry entry) {
        entry.lastSelected = selections.get();
        Stripe stripe = stripe(entry.high, entry.low);
        synchronized (stripe) {
            DiskEntry[] others = find(stripe.slots, entry.high, entry.low);
            if (others.length >= MAX_VARIANTS) {
                removeFrom(stripe, leastRecentlySelected(others));
            }
            if (4 * (stripe.taken + 1) > 3 * stripe.slots.length()) {
                rebuild(stripe);
            }
            stripe.taken += place(stripe.slots, entry);
            stripe.live++;
        }
        size.incrementAndGet();
    }

    /** Takes out exactly this entry, if it is there. */
    void remove(DiskEntry entry) {
        Stripe stripe = stripe(entry.high, entry.low);
        synchronized (stripe) {
            removeFrom(stripe, entry);
        }
    }

    private void removeFrom(Stripe stripe, DiskEntry entry) {
        AtomicReferenceArray<@Nullable DiskEntry> slots = stripe.slots;
        int mask = slots.length() - 1;
        int at = slot(entry.high, entry.low) & mask;
        for (DiskEntry found = slots.get(at); found != null; found = slots.get(at)) {
            if (found.isSame(entry)) {
                slots.set(at, GONE);
                stripe.live--;
                size.decrementAndGet();
                return;
            }
            at = (at + 1) & mask;
        }
    }

    private static DiskEntry[] find(AtomicReferenceArray<@Nullable DiskEntry> slots, long high, long low) {
        List<DiskEntry> entries = null;
        int mask = slots.length() - 1;
        int at = slot(high, low) & mask;
        for (DiskEntry found = slots.get(at); found != null; found = slots.get(at)) {
            if (isEntry(found) && found.high == high && found.low == low) {
                entries = entries == null ? new ArrayList<>() : entries;
                entries.add(found);
            }
            at = (at + 1) & mask;
        }
        return entries == null ? NONE : entries.toArray(NONE);
    }

    /** Into the first slot that is free. Returns how many more are not null. */
    private static int place(AtomicReferenceArray<@Nullable DiskEntry> slots, DiskEntry entry) {
        int mask = slots.length() - 1;
        int at = slot(entry.high, entry.low) & mask;
        DiskEntry there = slots.get(at);
        while (there != null && isEntry(there)) {
            at = (at + 1) & mask;
            there = slots.get(at);
        }
        slots.set(at, entry);
        return there == null ? 1 : 0;
    }

    /** New slots, between three eighths and three quarters of them taken; those who read the old ones read on in them. */
    private static void rebuild(Stripe stripe) {
        AtomicReferenceArray<@Nullable DiskEntry> before = stripe.slots;
        int length = SMALLEST;
        while (2 * (stripe.live + 1) > length) {
            length *= 2;
        }
        AtomicReferenceArray<@Nullable DiskEntry> after = new AtomicReferenceArray<>(length);
        int taken = 0;
        for (int i = 0; i < before.length(); i++) {
            DiskEntry entry = before.get(i);
            if (entry != null && isEntry(entry)) {
                taken += place(after, entry);
            }
        }
        stripe.taken = taken;
        stripe.slots = after;
    }

    private static DiskEntry leastRecentlySelected(DiskEntry[] entries) {
        DiskEntry least = entries[0];
        for (DiskEntry entry : entries) {
            boolean less = entry.lastSelected < least.lastSelected
                    || (entry.lastSelected == least.lastSelected && entry.id < least.id);
            least = less ? entry : least;
        }
        return least;
    }

    private static boolean isEntry(DiskEntry there) {
        return there.id != GONE.id;
    }

    private Stripe stripe(long high, long low) {
        return stripes[(int) (mix(high, low) >>> STRIPE_SHIFT)];
    }

    private static int slot(long high, long low) {
        return (int) mix(high, low);
    }

    private static long mix(long high, long low) {
        long mixed = (high ^ Long.rotateLeft(low, 32)) * GOLDEN;
        return mixed ^ mixed >>> 29;
    }
}
