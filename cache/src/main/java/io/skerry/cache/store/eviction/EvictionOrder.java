package io.skerry.cache.store.eviction;

/**
 * An order in which responses leave.
 *
 * <p>All but {@link #TINY_LFU} are greedy-dual orders (Cao and Irani 1997; with frequency Cherkasova 1998): a response is worth the
 * queue's clock at its last use plus its uses, divided by a power of its size relative to the mean; the least worth goes, and its worth
 * becomes the clock. With every use worth the same and sizes left aside that is LRU.
 */
public enum EvictionOrder {
    /** Least recently used first, what nginx and Varnish do. */
    RECENCY(Uses.IGNORED, 0),
    /** Uses with ageing, sizes left aside. */
    FREQUENCY(Uses.COUNTED, 0),
    /** Uses with ageing over the fourth root of the size. */
    FREQUENCY_FOURTH_ROOT(Uses.COUNTED, 2),
    /** Uses with ageing over the square root of the size. */
    FREQUENCY_ROOT(Uses.COUNTED, 1),
    /** Uses with ageing over the size: most responses stay, and the fewest bytes. */
    FREQUENCY_SIZE(Uses.COUNTED, -1),
    /** Recency, but nothing enters that was asked for less often than what would leave: holds a part of a loop. */
    FILTERED(Uses.IGNORED, 0, Entry.FILTERED),
    /** Uses with ageing, behind the same filter: keeps one-hit wonders out where popularity stays. */
    FREQUENCY_FILTERED(Uses.COUNTED, 0, Entry.FILTERED),
    /** Left to Caffeine's W-TinyLFU. */
    TINY_LFU(Uses.IGNORED, 0);

    private enum Uses {
        IGNORED,
        COUNTED
    }

    private enum Entry {
        FREE,
        FILTERED
    }

    private final Uses uses;
    /** How many square roots of the size are taken; -1 for the size itself, 0 for none of it. */
    private final int roots;

    private final Entry entry;

    EvictionOrder(Uses uses, int roots) {
        this(uses, roots, Entry.FREE);
    }

    EvictionOrder(Uses uses, int roots, Entry entry) {
        this.uses = uses;
        this.roots = roots;
        this.entry = entry;
    }

    /** What a response is worth beyond the clock. */
    double worth(float used, int weight, double meanWeight) {
        double counted = uses == Uses.COUNTED ? used : 1;
        if (roots == 0) {
            return counted;
        }
        double share = meanWeight / Math.max(1, weight);
        for (int i = 0; i < roots; i++) {
            share = Math.sqrt(share);
        }
        return counted * share;
    }

    boolean filters() {
        return entry == Entry.FILTERED;
    }
}
