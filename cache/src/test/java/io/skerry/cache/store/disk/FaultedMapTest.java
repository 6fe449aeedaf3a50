package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread that met a fault in the middle of an operation lives on, and never left the map. */
class FaultedMapTest {

    private static final ShardLayout LAYOUT = new ShardLayout(Room.SMALL, 2, 1, 4096);

    @TempDir
    Path folder;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private Path file;
    private ChronicleMap<Long, ByteBuffer> map;

    @BeforeEach
    void make() throws IOException {
        file = folder.resolve("shard.map");
        map = new ShardFile(file, LAYOUT).make();
    }

    @AfterEach
    void end() {
        thread.shutdownNow();
        map.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void map_is_closed_soon_though_a_thread_never_left_it(boolean writing) throws Exception {
        inside(context -> {
            if (writing) {
                context.writeLock().lock();
            } else {
                context.readLock().lock();
            }
        });
        long before = System.nanoTime();

        FaultedMap.close(map);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
        assertThat(map.isClosed()).isTrue();
        assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain(file.toString());
    }

    @Test
    void thread_that_never_left_a_map_uses_the_next_one() throws Exception {
        inside(context -> context.writeLock().lock());
        FaultedMap.close(map);
        map = new ShardFile(file, LAYOUT).make();

        thread.submit(() -> map.put(7L, ByteBuffer.allocateDirect(3))).get(10, TimeUnit.SECONDS);

        assertThat(map.containsKey(7L)).isTrue();
    }

    /** Has the other thread begin an operation that it does not end. */
    @SuppressWarnings("MustBeClosedChecker") // what a fault does to it
    private void inside(Consumer<ExternalMapQueryContext<Long, ByteBuffer, ?>> operation) throws Exception {
        thread.submit(() -> operation.accept(map.queryContext(1L))).get(10, TimeUnit.SECONDS);
    }
}
