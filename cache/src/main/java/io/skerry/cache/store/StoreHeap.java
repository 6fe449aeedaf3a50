package io.skerry.cache.store;

/**
 * How much of the heap a store may use for what it knows of stored responses: their contents lie elsewhere.
 *
 * @param headBytes for the heads of responses in memory, as estimated
 * @param diskEntries responses on disk that are indexed
 */
public record StoreHeap(long headBytes, long diskEntries) {

    /** What a response on disk costs, measured by {@code StoreScale}; rounded up. */
    public static final long BYTES_PER_DISK_ENTRY = 200;

    /** As much as it comes to. */
    public static final StoreHeap UNBOUNDED = new StoreHeap(Long.MAX_VALUE, Long.MAX_VALUE);

    public StoreHeap {
        if (headBytes < 1 || diskEntries < 1) {
            throw new IllegalArgumentException("no heap: " + headBytes + " bytes, " + diskEntries + " entries");
        }
    }

    /**
     * Divides a part of the heap: heads get at most half of it, and no more than memory could hold of nothing but heads.
     *
     * @param heapBytes for the store
     * @param memoryBytes native memory for responses
     */
    public static StoreHeap of(long heapBytes, long memoryBytes) {
        long heads = Math.max(1, Math.min(memoryBytes, heapBytes / 2));
        return new StoreHeap(heads, Math.max(1, (heapBytes - heads) / BYTES_PER_DISK_ENTRY));
    }
}
