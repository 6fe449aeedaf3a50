package io.skerry.cache.store.disk;

/**
 * How the disk is used.
 *
 * @param files makes and opens segment files
 * @param scrubBytesPerSecond how fast the background check reads
 */
public record DiskPace(DiskFiles files, long scrubBytesPerSecond) {

    /** In production: a store of 10 GB is checked about once in an hour and a half. */
    public static final DiskPace NORMAL = new DiskPace(DiskFiles.SYSTEM, 2L << 20);
}
