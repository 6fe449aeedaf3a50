package io.skerry.benchmarks;

import io.skerry.edge.accesslog.AccessLog;
import io.skerry.edge.accesslog.LogStyle;
import io.skerry.edge.exchange.ExchangeListener;
import io.skerry.edge.metrics.EdgeMetrics;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A hit in memory from the request's bytes to the answer's, over HTTP/1.1, without the network; and parsing alone. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LineBenchmark {

    /** What goes to the event loop at once, so that the way there does not count. */
    private static final int BATCH = 256;

    private static final int BYTES = 1024;

    /** A connection whose answers are hits. */
    @State(Scope.Benchmark)
    public static class Hits {
        /** Length of the stored response. */
        @Param({"1024", "16384"})
        public int bytes;

        /** Whether access log and metrics are told, as in production. */
        @Param({"false", "true"})
        public boolean recorded;

        private final EdgeMetrics metrics = new EdgeMetrics();
        private final AccessLog log = AccessLog.start(OutputStream.nullOutputStream(), LogStyle.JSON);
        private @Nullable HitLine line;

        /** Stores the response. */
        @Setup(Level.Trial)
        public void store() throws IOException {
            ExchangeListener both = exchange -> {
                metrics.ended(exchange);
                log.ended(exchange);
            };
            HitLine opened = new HitLine(bytes, recorded ? both : exchange -> {});
            line = opened;
            String answer = opened.answer();
            if (!answer.startsWith("HTTP/1.1 200 ") || !answer.contains("Skerry; hit") || answer.length() < bytes) {
                throw new IllegalStateException(
                        "no hit: " + answer.lines().limit(20).toList());
            }
        }

        /** Closes the connection. */
        @TearDown(Level.Trial)
        public void close() throws IOException {
            Objects.requireNonNull(line).close();
            log.close();
            metrics.close();
        }
    }

    /** A connection behind whose decoder nothing is. */
    @State(Scope.Benchmark)
    public static class Heads {
        private @Nullable HitLine line;

        /** Takes away what is behind the decoder. */
        @Setup(Level.Trial)
        public void cut() throws IOException {
            HitLine opened = new HitLine(BYTES, exchange -> {});
            opened.parseOnly();
            line = opened;
        }

        /** Closes the connection. */
        @TearDown(Level.Trial)
        public void close() throws IOException {
            Objects.requireNonNull(line).close();
        }
    }

    /** The whole way of a hit. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit(Hits hits) {
        return Objects.requireNonNull(hits.line).feed(BATCH);
    }

    /** Reading the head of a request strictly. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long parse(Heads heads) {
        return Objects.requireNonNull(heads.line).feed(BATCH);
    }
}
