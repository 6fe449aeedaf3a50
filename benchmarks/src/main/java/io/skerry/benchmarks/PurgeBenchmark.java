package io.skerry.benchmarks;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.purge.PurgeLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a hit pays for purges. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PurgeBenchmark {

    private static final int PURGED_BEFORE = 1_000;

    private final PurgeLog alone = PurgeLog.inMemory(InstantSource.system());
    private final PurgeLog clustered = PurgeLog.inMemory(InstantSource.system());
    private final StoredHead head = Fixtures.head(0, 1_024).withStamp(alone.stamp());
    private final StoredHead clusteredHead = Fixtures.head(0, 1_024).withStamp(clustered.stamp());
    private final PurgeCursor cursor = new PurgeCursor(0);
    private final PurgeCursor clusteredCursor = new PurgeCursor(0);

    /** Purges other things, and compares the responses with that. */
    @Setup
    public void purgeOthers() {
        for (int i = 0; i < PURGED_BEFORE; i++) {
            purge(alone, "other-" + i);
            purge(clustered, "other-" + i);
        }
        clustered.lease().holdFor(Duration.ofHours(1), clustered.lease().now());
        alone.judgeForUse(head, cursor);
        clustered.judgeForUse(clusteredHead, clusteredCursor);
    }

    private static void purge(PurgeLog log, String tag) {
        log.purge(List.of(new PurgeSelector.Tag(tag, Optional.empty())), PurgeMode.HARD)
                .toCompletableFuture()
                .join();
    }

    /** Ends the logs. */
    @TearDown
    public void close() {
        alone.close();
        clustered.close();
    }

    /** Nothing has changed since the last hit. */
    @Benchmark
    public PurgeVerdict unchanged() {
        return alone.judgeForUse(head, cursor);
    }

    /** Nothing has changed, on a node of a cluster: its lease is asked as well. */
    @Benchmark
    public PurgeVerdict unchangedInCluster() {
        return clustered.judgeForUse(clusteredHead, clusteredCursor);
    }

    /** A thousand purges of other tags since: the comparison in full. */
    @Benchmark
    public PurgeVerdict changed() {
        return alone.judgeForUse(head, new PurgeCursor(0));
    }
}
