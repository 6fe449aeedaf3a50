package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A lock that lies in a file at fault may never be given back: who waits for it leaves as soon as the shard is out of use. */
class LeftLockTest {

    private static final ShardLayout LAYOUT = new ShardLayout(Room.SMALL, 1, 2, 4096);
    private static final int LOCKED = 1;
    private static final long ID = 7;
    private static final long OTHER = 8;

    @TempDir
    Path folder;

    private final ExecutorService left = Executors.newSingleThreadExecutor();
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final ShardFaults faults = new ShardFaults(System::nanoTime);
    private final CountDownLatch waits = new CountDownLatch(1);
    private Shard shard;
    private ChronicleMap<Long, ByteBuffer> map;

    @BeforeEach
    void open() throws Exception {
        Path file = folder.resolve("shard.map");
        shard = new Shard(file, LAYOUT, faults, () -> {}, Pulse.of(folder, DiskFiles.SYSTEM));
        shard.makeAnew();
        assertThat(shard.segmentOf(ID)).isEqualTo(LOCKED);
        assertThat(shard.segmentOf(OTHER)).isLessThan(LOCKED);
        assertThat(shard.put(ID, ByteBuffer.allocateDirect(3))).isEqualTo(Shard.Put.STORED);
        assertThat(shard.put(OTHER, ByteBuffer.allocateDirect(3))).isEqualTo(Shard.Put.STORED);
        map = mapOf(shard);
    }

    @AfterEach
    void end() {
        left.shutdownNow();
        worker.shutdownNow();
        shard.close();
    }

    @SuppressWarnings("unchecked")
    private static ChronicleMap<Long, ByteBuffer> mapOf(Shard shard) throws ReflectiveOperationException {
        return (ChronicleMap<Long, ByteBuffer>) mapIn(mapIn(shard));
    }

    private static Object mapIn(Object holder) throws ReflectiveOperationException {
        Field field = holder.getClass().getDeclaredField("map");
        field.setAccessible(true);
        return field.get(holder);
    }

    enum Use {
        GET,
        BEGINNING,
        PUT,
        REMOVE,
        OLDEST,
        IDS,
        EACH;

        private void of(Shard shard) {
            ByteBuffer record = ByteBuffer.allocateDirect(5);
            switch (this) {
                case GET -> shard.get(ID, record);
                case BEGINNING -> shard.copyBeginning(ID, record);
                case PUT -> shard.put(ID, record);
                case REMOVE -> shard.remove(ID);
                case OLDEST -> shard.oldestBeside(ID);
                case IDS -> shard.ids();
                case EACH -> shard.forEach(record, () -> true, (id, _) -> id == OTHER);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void who_waits_for_it_leaves_a_shard_that_goes_out_of_use(Use use) throws Exception {
        leave(true);
        Future<?> waiting = begin(use);
        assertThat(waiting.isDone()).isFalse();

        quarantine();

        waiting.get(5, TimeUnit.SECONDS);
        assertThat(shard.renew()).isTrue();
        assertThat(shard.put(ID, ByteBuffer.allocateDirect(5))).isEqualTo(Shard.Put.STORED);
    }

    @ParameterizedTest
    @EnumSource(names = {"PUT", "REMOVE", "EACH"})
    void the_same_of_a_lock_for_reading(Use use) throws Exception {
        leave(false);
        Future<?> waiting = begin(use);
        assertThat(waiting.isDone()).isFalse();

        quarantine();

        waiting.get(5, TimeUnit.SECONDS);
        assertThat(shard.renew()).isTrue();
    }

    @Test
    void who_waits_goes_on_when_it_is_given_back() throws Exception {
        Future<?> waiting;
        try (ExternalMapQueryContext<Long, ByteBuffer, ?> context = map.queryContext(ID)) {
            context.writeLock().lock();
            waiting = begin(Use.PUT);
            assertThat(waiting.isDone()).isFalse();
        }

        waiting.get(5, TimeUnit.SECONDS);
        ByteBuffer found = shard.get(ID, ByteBuffer.allocateDirect(10));
        assertThat(found).isNotNull();
        assertThat(found.remaining()).isEqualTo(5);
    }

    @SuppressWarnings("MustBeClosedChecker") // what a fault does to it
    private void leave(boolean writing) throws Exception {
        left.submit(() -> {
                    ExternalMapQueryContext<Long, ByteBuffer, ?> context = map.queryContext(ID);
                    if (writing) {
                        context.writeLock().lock();
                    } else {
                        context.readLock().lock();
                    }
                })
                .get(10, TimeUnit.SECONDS);
    }

    private Future<?> begin(Use use) throws InterruptedException {
        Future<?> waiting = worker.submit(() -> {
            waits.countDown();
            use.of(shard);
        });
        waits.await();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        return waiting;
    }

    /** Another use fails, in a segment that is not locked. */
    private void quarantine() {
        shard.forEach(ByteBuffer.allocateDirect(10), () -> true, (_, _) -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(shard.isQuarantined()).isTrue();
    }
}
