package io.skerry.cache.store;

import java.util.concurrent.atomic.LongAdder;

/** How many leases are open, over all tiers. Any thread. */
public final class LeaseCount {

    private final LongAdder open = new LongAdder();

    /** One more. */
    public void opened() {
        open.increment();
    }

    /** One less. */
    public void closed() {
        open.decrement();
    }

    /** Those open now. */
    public long open() {
        return open.sum();
    }
}
