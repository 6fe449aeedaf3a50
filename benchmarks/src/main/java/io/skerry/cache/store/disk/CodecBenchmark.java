package io.skerry.cache.store.disk;

import io.skerry.benchmarks.Fixtures;
import io.skerry.cache.entry.StoredHead;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
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
import org.openjdk.jmh.annotations.Warmup;

/** Making and reading the records of stored responses. In the package of what it measures, which nobody else may call. */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {

    private static final long ID = 7;

    /** Length of the content in the record. */
    @Param({"1024", "16384"})
    public int bytes;

    private final ByteBuffer record = ByteBuffer.allocateDirect(EntryCodec.MAX_RECORD_BYTES);
    private final ByteBuffer fresh = ByteBuffer.allocateDirect(EntryCodec.MAX_RECORD_BYTES);
    private ByteBuffer content = ByteBuffer.allocateDirect(0);
    private StoredHead head = Fixtures.head(1, 0);

    /** Makes the record that is read. */
    @Setup
    public void make() {
        content = ByteBuffer.allocateDirect(bytes);
        head = Fixtures.head(1, bytes);
        encode(record);
    }

    /** A record from a head and its content, with its checksum. */
    @Benchmark
    public ByteBuffer encode() {
        return encode(fresh);
    }

    /** A head from a record that was verified. */
    @Benchmark
    public Object decode() {
        return EntryCodec.decode(record);
    }

    /** What the index needs of a record that was verified. */
    @Benchmark
    public Optional<?> outline() {
        return EntryCodec.outline(record);
    }

    private ByteBuffer encode(ByteBuffer into) {
        EntryCodec.begin(into, ID, head, new BodyPlace.Inline(bytes));
        into.put(content.duplicate());
        EntryCodec.seal(into);
        return into;
    }
}
