package io.skerry.benchmarks;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.RequestInputs;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.LeaseCount;
import io.skerry.cache.store.StoreSettings.Admission;
import io.skerry.cache.store.StoreSettings.DiskSettings;
import io.skerry.cache.store.disk.DiskNeeds;
import io.skerry.cache.store.disk.DiskPace;
import io.skerry.cache.store.disk.DiskRead;
import io.skerry.cache.store.disk.DiskTier;
import io.skerry.cache.store.disk.DiskWrite;
import io.skerry.cache.store.disk.HotSet;
import io.skerry.cache.store.memory.Slabs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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

/** The disk tier in a temporary folder, with pages in the system's cache: its threads, its verifying, its copies. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DiskBenchmark {

    private static final int RESPONSES = 1024;
    private static final long DISK_BYTES = 512L << 20;
    private static final long MEMORY_BYTES = 64L << 20;
    /** Under way at a time: a caller alone would measure how threads wake. */
    private static final int BATCH = 64;

    private static final long PAUSE_NANOS = 1_000_000;

    /** Length of each response's content. */
    @Param({"1024", "16384"})
    public int bytes;

    private final CacheKey[] keys = new CacheKey[RESPONSES];
    private final StoredHead[] heads = new StoredHead[RESPONSES];
    private final InputSource inputs = RequestInputs.of(Fixtures.browserRequest(0));
    private final Slabs slabs = new Slabs(MEMORY_BYTES, MemoryBudget.unbounded());
    private ByteBuffer content = ByteBuffer.allocateDirect(0);
    private @Nullable Path folder;
    private @Nullable DiskTier disk;
    private int next;

    /** No memory tier. */
    private static final class NothingHot implements HotSet {
        @Override
        public void hottest(int most, BiConsumer<CacheKey, VariantKey> each) {
            // Nothing is.
        }

        @Override
        public boolean hasRoom() {
            return false;
        }

        @Override
        public void restore(DiskRead.Small read) {
            read.content().release();
        }
    }

    /** One response on its way to the disk. */
    private record Written(StoredHead head, ByteBuffer bytes, Runnable ended) implements DiskWrite {
        @Override
        public void content(Consumer<ByteBuffer> each) {
            each.accept(bytes.duplicate());
        }

        @Override
        public long lengthBytes() {
            return bytes.remaining();
        }

        @Override
        public boolean withdrawn() {
            return false;
        }

        @Override
        public @Nullable Object replaces() {
            return null;
        }

        @Override
        public void keptAt(Object copy) {
            // Nobody asks.
        }

        @Override
        public void done() {
            ended.run();
        }
    }

    /** Makes the tier and stores the responses. */
    @Setup
    public void fill() throws IOException, InterruptedException {
        Path made = Files.createTempDirectory("skerry-disk");
        folder = made;
        DiskNeeds needs = new DiskNeeds(
                Fixtures.quietJudge(),
                new LeaseCount(),
                length -> slabs.take(length, Use.READ),
                MEMORY_BYTES,
                64 << 10,
                MEMORY_BYTES,
                head -> {},
                InstantSource.system(),
                DiskPace.NORMAL,
                new NothingHot());
        DiskTier opened = DiskTier.open(new DiskSettings(made, DISK_BYTES, Admission.ALWAYS), RESPONSES * 10L, needs);
        disk = opened;
        while (opened.health().recovering()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        content = ByteBuffer.allocateDirect(bytes);
        for (int i = 0; i < RESPONSES; i++) {
            keys[i] = Fixtures.key(i);
            heads[i] = Fixtures.head(i, bytes);
        }
        for (int i = 0; i < RESPONSES / BATCH; i++) {
            put();
        }
    }

    /** Takes everything away. */
    @TearDown
    public void close() throws IOException {
        Objects.requireNonNull(disk).close();
        slabs.close();
        TemporaryFolder.delete(Objects.requireNonNull(folder));
    }

    /** Finds responses, reads them into memory verified, gives them back. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int get() throws InterruptedException {
        DiskTier tier = Objects.requireNonNull(disk);
        CountDownLatch read = new CountDownLatch(BATCH);
        AtomicInteger found = new AtomicInteger();
        for (int i = 0; i < BATCH; i++) {
            DiskTier.Search search = tier.find(keys[turn()], inputs, answer -> {
                if (answer instanceof DiskRead.Small small) {
                    small.content().release();
                    found.incrementAndGet();
                }
                read.countDown();
            });
            if (search != DiskTier.Search.READING) {
                throw new IllegalStateException("what was stored is gone: " + search);
            }
        }
        read.await();
        if (found.get() < BATCH) {
            throw new IllegalStateException("only " + found + " of " + BATCH + " were read");
        }
        return found.get();
    }

    /** Replaces responses by other versions of themselves. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long put() throws InterruptedException {
        DiskTier tier = Objects.requireNonNull(disk);
        CountDownLatch written = new CountDownLatch(BATCH);
        for (int i = 0; i < BATCH; i++) {
            tier.write(new Written(heads[turn()], content, written::countDown));
        }
        written.await();
        return tier.stats().admissions();
    }

    private int turn() {
        next = (next + 1) % RESPONSES;
        return next;
    }
}
