package io.skerry.cache.store.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How one room's share of the disk is cut into shards, and each shard into segments of one tier: nothing grows later, so the
 * files' sizes are known when they are made.
 *
 * @param room what is kept in it
 * @param shards number of files, at most about 256 MiB each: recovered in a moment, side by side, what is asked for first
 * @param segments of each shard, a power of two
 * @param chunksPerSegment units of allocation in each segment
 */
record ShardLayout(Room room, int shards, int segments, int chunksPerSegment) {

    private static final long SHARD_BYTES = 1L << 28;
    private static final long LEAST_SEGMENT_BYTES = 1L << 20;
    private static final int MOST_SEGMENTS = 8;
    /** The rest is hash tables, bit maps and headers. */
    private static final double CHUNK_SHARE = 0.96;

    static ShardLayout of(Room room, long bytes) {
        int shards = (int) Math.max(1, Math.ceilDiv(bytes, SHARD_BYTES));
        long shardBytes = bytes / shards;
        int segments = Math.clamp(Long.highestOneBit(shardBytes / LEAST_SEGMENT_BYTES), 1, MOST_SEGMENTS);
        int chunks = (int) (shardBytes * CHUNK_SHARE / segments / room.chunkBytes);
        return new ShardLayout(room, shards, segments, chunks);
    }

    /** The files. Version and layout are in the names: a file is never opened as what it is not. */
    List<Path> files(Path folder) {
        List<Path> files = new ArrayList<>(shards);
        for (int i = 0; i < shards; i++) {
            files.add(folder.resolve(String.format(
                    Locale.ROOT,
                    "%s-v2-%dx%dx%d-%d.map",
                    room.name().toLowerCase(Locale.ROOT),
                    segments,
                    chunksPerSegment,
                    room.chunkBytes,
                    i)));
        }
        return files;
    }

    /** Bytes of all chunks. */
    long chunkBytes() {
        return (long) shards * segments * chunksPerSegment * room.chunkBytes;
    }
}
