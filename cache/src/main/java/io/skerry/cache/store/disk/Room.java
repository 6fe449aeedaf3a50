package io.skerry.cache.store.disk;

/** The kinds of room on disk, each bounded and evicted on its own. */
enum Room {
    /** Records of at most 4 KiB, in shards with small chunks. */
    SMALL(256, 4 << 10, 0.125, 0.5),
    /** Longer records with their contents, in shards with large chunks. */
    LARGE(1024, EntryCodec.MAX_RECORD_BYTES, 0.375, 0.4),
    /** Contents in files of their own; their heads are in the other two. */
    FILE(4096, Long.MAX_VALUE, 0.5, 0.1);

    /** The unit of weights in the index. */
    static final int UNIT_BYTES = 256;

    final int chunkBytes;
    final long maxRecordBytes;
    /** The part of {@code storage.disk.size} it gets. */
    final double share;
    /** The part of the entries for which the heap has room. */
    final double indexShare;

    Room(int chunkBytes, long maxRecordBytes, double share, double indexShare) {
        this.chunkBytes = chunkBytes;
        this.maxRecordBytes = maxRecordBytes;
        this.share = share;
        this.indexShare = indexShare;
    }

    static Room forRecord(int recordBytes) {
        return recordBytes <= SMALL.maxRecordBytes ? SMALL : LARGE;
    }

    /** The units that so many bytes take, in whole chunks. */
    int units(long bytes) {
        long chunks = (bytes + chunkBytes - 1) / chunkBytes;
        return (int) Math.min(Integer.MAX_VALUE, chunks * (chunkBytes / UNIT_BYTES));
    }
}
