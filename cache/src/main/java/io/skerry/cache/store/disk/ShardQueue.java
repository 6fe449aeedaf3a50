package io.skerry.cache.store.disk;

import java.util.OptionalInt;

/** Which shard is opened next: of those that are left the one that is wanted most, else in the order given. Any thread. */
final class ShardQueue {

    private final int[] order;
    private final boolean[] taken;
    private final long[] wanted;

    /** @param order each shard once */
    ShardQueue(int[] order) {
        this.order = order.clone();
        taken = new boolean[order.length];
        wanted = new long[order.length];
    }

    /** The next one, given once; empty when none is left. */
    synchronized OptionalInt next() {
        int best = -1;
        for (int shard : order) {
            if (!taken[shard] && (best < 0 || wanted[shard] > wanted[best])) {
                best = shard;
            }
        }
        if (best < 0) {
            return OptionalInt.empty();
        }
        taken[best] = true;
        return OptionalInt.of(best);
    }

    /** Somebody waits for these. */
    synchronized void want(int... shards) {
        for (int shard : shards) {
            wanted[shard]++;
        }
    }
}
