package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.skerry.cache.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that may not map as much as a shard is long, for a while: its memory is limited, or the number of its maps. */
@EnabledOnOs(OS.LINUX)
class UnmappableShardTest {

    /** 64 MiB in one file. */
    private static final ShardLayout LAYOUT = new ShardLayout(Room.LARGE, 1, 1, 1 << 16);

    private static final long ID = 7;

    @TempDir
    Path folder;

    @Test
    void shard_that_the_system_does_not_map_keeps_what_is_in_it() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "no prlimit here (Debian: util-linux)");
        Shard filling = shard(folder);
        assertThat(filling.open()).isTrue();
        assertThat(filling.put(ID, ByteBuffer.allocateDirect(100))).isEqualTo(Shard.Put.STORED);
        filling.close();

        assertThat(ChildJvm.said(Limited.class, folder.toString()))
                .filteredOn(line -> line.startsWith("limited") || line.startsWith("free"))
                .containsExactly("limited: open false", "limited: open false", "free: open true, found true");
    }

    private static Shard shard(Path folder) {
        return TestShards.of(LAYOUT.files(folder).getFirst(), LAYOUT);
    }

    /** Opens the shard of a folder under such a limit, and without. */
    static final class Limited {

        private static final long ROOM_BYTES = 32L << 20;

        private Limited() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            // What opening takes beside the map of the file is there already.
            Shard first = shard(Files.createDirectories(folder.resolve("first")));
            first.open();
            first.close();
            limit(Long.toString(mappedBytes() + ROOM_BYTES));
            Shard shard = shard(folder);
            System.out.println("limited: open " + shard.open());
            // By now nothing vouches for it: it would be looked through as after a crash.
            Files.deleteIfExists(markerOf(folder));
            System.out.println("limited: open " + shard.open());
            limit("unlimited");
            System.out.println("free: open " + shard.open() + ", found "
                    + (shard.get(ID, ByteBuffer.allocateDirect(1000)) != null));
            shard.close();
        }

        private static Path markerOf(Path folder) {
            Path file = LAYOUT.files(folder).getFirst();
            return file.resolveSibling(file.getFileName() + ".clean");
        }

        private static long mappedBytes() throws IOException {
            String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(status -> status.startsWith("VmSize:"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }

        /** Of this process's own address space; what a child of it inherits does not matter. */
        private static void limit(String bytes) throws IOException, InterruptedException {
            long self = ProcessHandle.current().pid();
            new ProcessBuilder("prlimit", "--pid", Long.toString(self), "--as=" + bytes + ":")
                    .inheritIO()
                    .start()
                    .waitFor();
        }
    }
}
