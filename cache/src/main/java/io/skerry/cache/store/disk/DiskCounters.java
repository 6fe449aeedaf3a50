package io.skerry.cache.store.disk;

import io.skerry.cache.store.RefusalCause;
import io.skerry.cache.store.Tally;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What happened to the disk tier since start. */
final class DiskCounters {

    final LongAdder hits = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder admissions = new LongAdder();
    final Tally<RefusalCause> refusals = new Tally<>(RefusalCause.class);
    final LongAdder corruptions = new LongAdder();
    final LongAdder ioErrors = new LongAdder();
    final LongAdder scrubbedRecords = new LongAdder();
    final LongAdder scrubbedBytes = new LongAdder();
    final LongAdder scrubFindings = new LongAdder();
    final LongAdder scrubPasses = new LongAdder();
    final AtomicLong queuedWrites = new AtomicLong();
    final AtomicLong queuedBytes = new AtomicLong();
}
