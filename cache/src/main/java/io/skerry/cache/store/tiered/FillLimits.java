package io.skerry.cache.store.tiered;

/**
 * How much of one arriving response memory holds.
 *
 * @param memoryShareBytes longer bodies go to a file, or on in a window
 * @param windowBytes kept of a body behind its end, for readers close to it
 * @param sliceBytes the unit in which files are written, checksummed and read
 * @param maxObjectBytes longer bodies are not stored
 */
record FillLimits(long memoryShareBytes, long windowBytes, int sliceBytes, long maxObjectBytes) {

    private static final long MIB = 1L << 20;
    private static final double SHARE_OVER_DISK = 1.0 / 16;
    private static final double SHARE_ALONE = 3.0 / 4;
    private static final int WINDOWS = 32;
    private static final int SLICES = 128;

    /**
     * The limits for a memory budget: a body may take a sixteenth of it where a disk takes what is longer, three quarters where it would not
     * be stored at all, at least 1 MiB and at most 1 GiB; a window is a 32nd
     * of it, from 256 KiB to 1 MiB; a slice is a 128th, from 64 KiB to 256 KiB.
     */
    static FillLimits of(long memoryBytes, long maxObjectBytes, boolean overDisk) {
        return new FillLimits(
                Math.clamp((long) (memoryBytes * (overDisk ? SHARE_OVER_DISK : SHARE_ALONE)), MIB, 1024 * MIB),
                Math.clamp(memoryBytes / WINDOWS, MIB / 4, MIB),
                Integer.highestOneBit(Math.clamp(memoryBytes / SLICES, 64 << 10, 256 << 10)),
                maxObjectBytes);
    }
}
