package io.skerry.cache.store.disk;

import java.nio.file.Path;

/** Shards by themselves, on a disk that answers. */
final class TestShards {

    private TestShards() {}

    /** One of this file, not opened yet. */
    static Shard of(Path file, ShardLayout layout) {
        return new Shard(
                file,
                layout,
                new ShardFaults(System::nanoTime),
                () -> {},
                Pulse.of(file.resolveSibling(""), DiskFiles.SYSTEM));
    }
}
