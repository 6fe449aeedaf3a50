package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard that the system does not open for a while, which ends at any moment of an attempt. */
class RefusedShardTest {

    private static final ShardLayout LAYOUT = new ShardLayout(Room.LARGE, 1, 1, 64);
    private static final long ID = 7;
    private static final int TIMES = 60;
    private static final int MOST_NANOS = 2_000_000;

    @TempDir
    Path folder;

    @Test
    void what_is_in_it_stays_whenever_the_refusal_ends() throws IOException {
        Path name = LAYOUT.files(folder).getFirst();
        Path file = folder.resolve("file");
        Path noFile = Files.createDirectory(folder.resolve("no-file"));
        Files.createFile(file);
        point(name, file);
        Shard filling = shard();
        filling.makeAnew();
        assertThat(filling.put(ID, ByteBuffer.allocateDirect(100))).isEqualTo(Shard.Put.STORED);
        filling.close();
        Files.move(name, file, StandardCopyOption.REPLACE_EXISTING);
        SplittableRandom random = new SplittableRandom(5);

        for (int i = 0; i < TIMES; i++) {
            point(name, noFile);
            Shard shard = shard();
            CompletableFuture<Void> opening = CompletableFuture.runAsync(() -> {
                while (!shard.open()) {
                    Thread.onSpinWait();
                }
            });
            LockSupport.parkNanos(random.nextInt(MOST_NANOS));
            point(name, file);
            opening.join();
            assertThat(shard.get(ID, ByteBuffer.allocateDirect(1000)))
                    .as("after %s", i)
                    .isNotNull();
            shard.close();
        }
    }

    /** At once, so that there is no moment without. */
    private void point(Path name, Path at) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), at);
        Files.move(link, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Shard shard() {
        return TestShards.of(LAYOUT.files(folder).getFirst(), LAYOUT);
    }
}
