package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ShardFileTest {

    private static final ShardLayout LAYOUT = new ShardLayout(Room.SMALL, 2, 1, 4096);

    @TempDir
    Path folder;

    /** As a process leaves it that is ended while it makes its shards: Chronicle Map waits a minute for the header, and a shard tries twice. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shard_that_was_not_made_to_its_end_is_made_anew_at_once() throws IOException {
        Path file = LAYOUT.files(folder).getFirst();
        shard(file).close();
        try (RandomAccessFile header = new RandomAccessFile(file.toFile(), "rw")) {
            header.seek(8);
            int first = header.read();
            int second = header.read();
            header.seek(8);
            header.write(new byte[] {(byte) first, (byte) second, 0, (byte) 0x80});
        }

        Shard shard = shard(file);

        assertThat(shard.isOpen()).isTrue();
        shard.close();
    }

    /** As a process leaves it that is killed, and killed again while it recovers its shards: Chronicle Map marks them as not made meanwhile. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shard_whose_recovery_was_ended_keeps_what_is_in_it() throws IOException {
        Path file = LAYOUT.files(folder).getFirst();
        Shard killed = shard(file);
        ByteBuffer record =
                ByteBuffer.allocateDirect(3).put(new byte[] {1, 2, 3}).flip();
        assertThat(killed.put(7, record)).isEqualTo(Shard.Put.STORED);
        Path later =
                LAYOUT.files(Files.createDirectory(folder.resolve("later"))).getFirst();
        for (String part : List.of("", ".clean")) {
            Files.copy(
                    file.resolveSibling(file.getFileName() + part), later.resolveSibling(later.getFileName() + part));
        }
        killed.close();
        try (RandomAccessFile header = new RandomAccessFile(later.toFile(), "rw")) {
            header.seek(11);
            int last = header.read();
            header.seek(11);
            header.write(last | 0x80);
        }

        Shard shard = shard(later);

        assertThat(shard.get(7, ByteBuffer.allocateDirect(100))).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        shard.close();
    }

    /** Of such a file Chronicle Map takes it for granted that there is none, and makes it. */
    @Test
    void shard_of_which_the_system_does_not_tell_whether_it_is_there_is_left_alone() throws IOException {
        Path file = LAYOUT.files(folder).getFirst();
        shard(file).close();
        Path clean = file.resolveSibling(file.getFileName() + ".clean");
        assertThat(clean).exists();
        Path aside = Files.move(file, folder.resolve("aside"));
        Files.createSymbolicLink(file, file.getFileName());

        ShardFile refused = new ShardFile(file, LAYOUT);
        assertThatThrownBy(refused::open).isInstanceOf(FileSystemException.class);
        assertThat(clean).as("what vouches for it").exists();

        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        shard(file).close();
    }

    private static Shard shard(Path file) {
        Shard shard = TestShards.of(file, LAYOUT);
        assertThat(shard.open()).isTrue();
        return shard;
    }
}
