package io.skerry.cache.store.disk;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What happened to the disk tier since start. */
final class DiskCounters {

    final LongAdder hits = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder admissions = new LongAdder();
    final LongAdder refusals = new LongAdder();
    final LongAdder corruptions = new LongAdder();
    final LongAdder ioErrors = new LongAdder();
    final AtomicLong queuedWrites = new AtomicLong();
    final AtomicLong queuedBytes = new AtomicLong();
}
