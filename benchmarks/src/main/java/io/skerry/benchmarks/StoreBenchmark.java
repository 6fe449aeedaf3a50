package io.skerry.benchmarks;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.RequestInputs;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.CacheStore;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.StoreSettings;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.tiered.TieredStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Finding, reading and adding responses in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StoreBenchmark {

    private static final int RESPONSES = 1024;
    private static final long MEMORY_BYTES = 256L << 20;
    private static final int READ_BYTES = 64 * 1024;

    /** Length of each response's content. */
    @Param({"1024", "65536"})
    public int bytes;

    private CacheStore store = open();
    private final CacheKey[] keys = new CacheKey[RESPONSES];
    private final StoredHead[] heads = new StoredHead[RESPONSES];
    private ByteBuffer content = ByteBuffer.allocateDirect(0);
    private final InputSource inputs = RequestInputs.of(Fixtures.browserRequest(0));
    private final CacheKey unknown = Fixtures.key(RESPONSES + 1);

    /** Stores the responses. */
    @Setup
    public void fill() {
        content = ByteBuffer.allocateDirect(bytes);
        for (int i = 0; i < RESPONSES; i++) {
            keys[i] = Fixtures.key(i);
            heads[i] = Fixtures.head(i, bytes);
            put(i);
        }
    }

    /** Gives the memory back. */
    @TearDown
    public void close() {
        store.close().toCompletableFuture().join();
    }

    /** Finds a response, reads all of it, closes it. */
    @Benchmark
    public long hotGet(Turn turn) {
        return switch (store.lookup(keys[turn.next(RESPONSES)], inputs)) {
            case Lookup.Found found -> readAll(found.response());
            case Lookup.None none -> throw new IllegalStateException("what was stored is gone");
            case Lookup.OtherVariants others -> throw new IllegalStateException("stored under another variant");
            case Lookup.Pending _, Lookup.Recovering _ ->
                throw new IllegalStateException("there is no disk to wait for");
        };
    }

    /** Does not find a response. */
    @Benchmark
    public Lookup hotMiss() {
        return store.lookup(unknown, inputs);
    }

    /** Replaces a response by another version of itself. */
    @Benchmark
    public ResponseSink.Commit put(Turn turn) {
        return put(turn.next(RESPONSES));
    }

    private ResponseSink.Commit put(int number) {
        SinkOpening opening = store.open(keys[number], OptionalLong.of(bytes));
        if (!(opening instanceof SinkOpening.Open open)) {
            throw new IllegalStateException("refused: " + opening);
        }
        open.sink().write(content.duplicate());
        return open.sink().commit(heads[number]).toCompletableFuture().join();
    }

    private static long readAll(StoredResponse response) {
        try (response) {
            long offset = 0;
            while (response.body().read(offset, READ_BYTES) instanceof BodyRead.Bytes read) {
                offset += read.buffer().remaining();
                read.release().run();
            }
            return offset;
        }
    }

    private static CacheStore open() {
        StoreSettings settings = new StoreSettings(MEMORY_BYTES, Optional.empty(), MEMORY_BYTES);
        return TieredStore.open(settings, Fixtures.quietJudge(), Clock.systemUTC());
    }

    /** Which response is next, for each thread. */
    @State(Scope.Thread)
    public static class Turn {
        private int turn;

        int next(int bound) {
            turn = turn * 1103515245 + 12345;
            return (turn >>> 8) % bound;
        }
    }
}
