package io.skerry.cache.store.memory;

/**
 * The slot sizes of the slabs: from 256 bytes to a largest size, four steps to each doubling, so that a slot wastes at most
 * a fifth of itself.
 */
final class SlotClasses {

    static final int SMALLEST = 256;
    private static final int STEPS = 4;

    private final int[] sizes;

    /** @param largest a power of two, 256 or more */
    SlotClasses(int largest) {
        int doublings = Integer.numberOfTrailingZeros(largest / SMALLEST);
        sizes = new int[doublings * STEPS + 1];
        for (int i = 0; i < sizes.length; i++) {
            int base = SMALLEST << (i / STEPS);
            sizes[i] = base + base / STEPS * (i % STEPS);
        }
    }

    int count() {
        return sizes.length;
    }

    int sizeOf(int classIndex) {
        return sizes[classIndex];
    }

    int largest() {
        return sizes[sizes.length - 1];
    }

    /** The smallest class whose slots hold so many bytes; the largest class for anything above. */
    int classFor(long bytes) {
        if (bytes <= SMALLEST) {
            return 0;
        }
        if (bytes >= largest()) {
            return sizes.length - 1;
        }
        int shift = 63 - Long.numberOfLeadingZeros(bytes / SMALLEST);
        int index = shift * STEPS;
        while (sizes[index] < bytes) {
            index++;
        }
        return index;
    }
}
