package io.skerry.benchmarks;

import io.skerry.cache.entry.Candidate;
import io.skerry.cache.entry.Candidate.SnapshotState;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.reuse.ReuseDecider;
import io.skerry.cache.reuse.ReuseDecision;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Deciding whether a stored response may be reused. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecisionBenchmark {

    private final RequestHead request = Fixtures.browserRequest(1);
    private final Candidate.Selected stored =
            new Candidate.Selected(Fixtures.head(1, 20_000), PurgeVerdict.NOT, SnapshotState.CURRENT);
    private final StoredFreshness freshness = StoredFreshness.of(stored.head(), CachePolicy.standard());
    private final Candidate none = new Candidate.None();

    /** A fresh response whose freshness has been worked out before, as on every hit in memory. */
    @Benchmark
    public ReuseDecision freshKnown() {
        return ReuseDecider.decide(request, stored, freshness, Fixtures.NOW);
    }

    /** A fresh response whose fields have to be read, as on its first use. */
    @Benchmark
    public ReuseDecision freshFirst() {
        return ReuseDecider.decide(request, stored, CachePolicy.standard(), Fixtures.NOW);
    }

    /** A response that has gone stale and is to be validated. */
    @Benchmark
    public ReuseDecision stale() {
        return ReuseDecider.decide(request, stored, freshness, Fixtures.NOW.plus(Duration.ofDays(2)));
    }

    /** Nothing is stored. */
    @Benchmark
    public ReuseDecision miss() {
        return ReuseDecider.decide(request, none, CachePolicy.standard(), Fixtures.NOW);
    }
}
