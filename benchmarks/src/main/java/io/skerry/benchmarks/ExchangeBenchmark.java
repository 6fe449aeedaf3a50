package io.skerry.benchmarks;

import io.skerry.edge.accesslog.AccessLog;
import io.skerry.edge.accesslog.LogStyle;
import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.exchange.ExchangeRecord.Ending;
import io.skerry.edge.metrics.EdgeMetrics;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Recording an exchange that has ended: what observation costs an event loop on every request. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ExchangeBenchmark {

    private final EdgeMetrics metrics = new EdgeMetrics();
    private final AccessLog log = AccessLog.start(OutputStream.nullOutputStream(), LogStyle.JSON);
    private final ExchangeRecord hit = new ExchangeRecord(
            "01J8ZK3V7Q",
            Fixtures.NOW,
            Duration.ofNanos(180_000),
            "192.0.2.7",
            "h2",
            "GET",
            "shop.example.com",
            "/assets/img/product-42.jpg?dpr=2",
            Optional.of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
            Optional.of(Fixtures.SITE),
            Optional.of("assets"),
            200,
            20_000,
            0,
            CacheOutcome.HIT_HOT,
            "fresh",
            Optional.empty(),
            Ending.COMPLETE);

    /** Metrics of a hit. */
    @Benchmark
    public void metrics() {
        metrics.ended(hit);
    }

    /** Handing a hit to the access log, whose thread writes as fast as it can; what it cannot is dropped. */
    @Benchmark
    public void accessLog() {
        log.ended(hit);
    }

    /** Ends the log's thread. */
    @TearDown
    public void close() {
        log.close();
        metrics.close();
    }
}
