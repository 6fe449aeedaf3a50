package io.skerry.cache.store.memory;

/**
 * How memory is cut: into slabs of one length, and these into slots. Slots are from 256 bytes to a largest size, four steps to each doubling,
 * so that one wastes at most a fifth of itself; and, where slabs are long enough, of a {@linkplain LargePage large page} for contents
 * that fill it.
 */
final class SlotClasses {

    static final int SMALLEST = 256;
    private static final int STEPS = 4;
    private static final int LARGEST_SLOT = 256 << 10;

    private static final int LARGEST_SLAB = 4 << 20;
    private static final int SMALLEST_SLAB = 64 << 10;
    private static final int SLABS_AIMED_AT = 256;
    /** From here on a slab holds a large page, and there are more than 200 of them. */
    private static final long LARGE_PAGES_FROM = 448L << 20;
    /** At least, of the largest slots. Few, so that a record of disk fits one also where memory is small: it is longer than its content. */
    private static final int SLOTS_PER_SLAB = 4;

    private final int slabBytes;
    private final int[] sizes;
    private final int steps;

    private SlotClasses(int largest, int slabBytes) {
        this.slabBytes = slabBytes;
        int doublings = Integer.numberOfTrailingZeros(largest / SMALLEST);
        steps = doublings * STEPS + 1;
        sizes = new int[slabBytes >= LargePage.BYTES ? steps + 1 : steps];
        for (int i = 0; i < steps; i++) {
            int base = SMALLEST << (i / STEPS);
            sizes[i] = base + base / STEPS * (i % STEPS);
        }
        if (sizes.length > steps) {
            sizes[steps] = LargePage.BYTES;
        }
    }

    /** For memory of a total size, at least 1 MiB. */
    static SlotClasses of(long totalBytes) {
        long aimed = Long.highestOneBit(Math.max(1, totalBytes / SLABS_AIMED_AT));
        int least = totalBytes < LARGE_PAGES_FROM ? SMALLEST_SLAB : LargePage.BYTES;
        int slabBytes = Math.clamp(aimed, least, LARGEST_SLAB);
        return new SlotClasses(Math.min(LARGEST_SLOT, slabBytes / SLOTS_PER_SLAB), slabBytes);
    }

    int slabBytes() {
        return slabBytes;
    }

    int count() {
        return sizes.length;
    }

    int sizeOf(int classIndex) {
        return sizes[classIndex];
    }

    /** The largest in steps. */
    int largest() {
        return sizes[steps - 1];
    }

    /** The smallest class whose slots hold so many bytes; for more than the largest in steps that one, or a large page that they fill. */
    int classFor(long bytes) {
        if (bytes <= SMALLEST) {
            return 0;
        }
        if (bytes >= largest()) {
            return bytes >= LargePage.BYTES ? sizes.length - 1 : steps - 1;
        }
        int shift = 63 - Long.numberOfLeadingZeros(bytes / SMALLEST);
        int index = shift * STEPS;
        while (sizes[index] < bytes) {
            index++;
        }
        return index;
    }
}
