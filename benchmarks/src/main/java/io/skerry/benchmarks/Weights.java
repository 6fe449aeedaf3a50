package io.skerry.benchmarks;

import io.skerry.benchmarks.SimulatedCache.Store;
import java.util.HashMap;
import java.util.Map;

/** What the store charges for a response of a size, found out by storing one: slot and heap of its head. */
final class Weights {

    private static final long ROOM_TO_WEIGH = 64L << 20;
    private static final int STEP = 512;
    /** Any memory stores at least so long a body. */
    private static final int WEIGHED_BY_STORING = 1 << 20;

    private final Map<Integer, Integer> bySize = new HashMap<>();

    int of(int bytes) {
        return bySize.computeIfAbsent(bytes / STEP, step -> weigh(bytes));
    }

    // Large contents are charged slots that are hardly larger than they are, in all.
    private static int weigh(int bytes) {
        if (bytes > WEIGHED_BY_STORING) {
            return bytes + bytes / 64;
        }
        try (Store roomy = new Store(ROOM_TO_WEIGH)) {
            return (int) Math.max(bytes, roomy.weigh(bytes));
        }
    }
}
