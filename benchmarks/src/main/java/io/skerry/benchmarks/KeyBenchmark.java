package io.skerry.benchmarks;

import io.skerry.cache.key.CacheKeyFactory;
import io.skerry.cache.key.CacheKeyPolicy;
import io.skerry.cache.key.KeyedRequest;
import io.skerry.cache.key.QueryRule;
import io.skerry.cache.message.RequestHead;
import java.util.List;
import java.util.Set;
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

/** Making the primary key of a request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KeyBenchmark {

    private final CacheKeyPolicy standard = CacheKeyPolicy.standard();
    private final CacheKeyPolicy selective = CacheKeyPolicy.standard()
            .withQuery(new QueryRule(
                    new QueryRule.Selection.Ignore(Set.of(), List.of(), QueryRule.Tracking.IGNORED),
                    QueryRule.Order.SORTED))
            .withCookies(List.of("currency"));
    private final RequestHead[] requests = new RequestHead[64];
    private int next;

    /** Requests of 64 different URLs. */
    public KeyBenchmark() {
        for (int i = 0; i < requests.length; i++) {
            requests[i] = Fixtures.browserRequest(i);
        }
    }

    /** The whole URL, as policy {@code standard} keys it. */
    @Benchmark
    public KeyedRequest wholeUrl() {
        return key(standard);
    }

    /** Tracking parameters left out, the others sorted, and a cookie. */
    @Benchmark
    public KeyedRequest sortedQueryAndCookie() {
        return key(selective);
    }

    private KeyedRequest key(CacheKeyPolicy policy) {
        RequestHead request = requests[next++ & 63];
        return CacheKeyFactory.key(Fixtures.SITE, request.target(), policy, request.headers());
    }
}
