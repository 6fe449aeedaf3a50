package io.skerry.purgeapi.http;

import java.util.Arrays;
import java.util.OptionalLong;

/** How long the latest purges took until every node had them. Any thread. */
final class LatencyWindow {

    private static final int SIZE = 1_024;
    private static final double SHARE = 0.95;

    private final long[] millis = new long[SIZE];
    private long count;

    synchronized void add(long took) {
        millis[(int) (count % SIZE)] = took;
        count++;
    }

    /** Milliseconds within which 95 % of them were done; empty before the first. */
    synchronized OptionalLong p95() {
        int known = (int) Math.min(count, SIZE);
        if (known == 0) {
            return OptionalLong.empty();
        }
        long[] sorted = Arrays.copyOf(millis, known);
        Arrays.sort(sorted);
        return OptionalLong.of(sorted[(int) Math.ceil(known * SHARE) - 1]);
    }
}
