package io.skerry.edge;

import io.skerry.cache.store.StoreHeap;
import io.skerry.edge.config.model.StorageSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a node takes of the machine's memory, all of it together, in bytes.
 *
 * @param stored native memory for responses: {@code storage.memory}
 * @param heap the JVM's heap at most: heads of responses in memory, the index of those on disk, everything else
 * @param direct buffers of the network and of files at most
 * @param beside code, threads and the collector's own: an allowance
 */
public record MemoryPlan(long stored, long heap, long direct, long beside) {

    private static final long MIB = 1L << 20;
    /** Of the heap, for everything but the store. */
    private static final long BASE_HEAP = 256 * MIB;

    private static final long LEAST_STORE_HEAP = 64 * MIB;
    /** More is not taken unless the store needs it. */
    private static final long USUAL_HEAP = 1024 * MIB;

    private static final long LEAST_DIRECT = 128 * MIB;
    private static final long MOST_DIRECT = 1024 * MIB;
    private static final int DIRECT_SHARE = 8;
    private static final long BESIDE = 160 * MIB;
    /** Of memory, the heads of what is in it. */
    private static final int HEAD_SHARE = 4;
    /** What a response on disk is taken to be long, on average: of shorter ones fewer are kept. */
    private static final long DISK_BYTES_PER_ENTRY = 16 << 10;

    /** The plan for a machine: what the store needs, and up to the usual heap where there is room. */
    public static MemoryPlan of(StorageSettings storage, long machineBytes) {
        long stored = storage.memory().bytes();
        long direct = Math.clamp(machineBytes / DIRECT_SHARE, LEAST_DIRECT, MOST_DIRECT);
        long free = machineBytes - stored - direct - BESIDE;
        long heap = Math.max(neededHeap(storage), Math.min(USUAL_HEAP, free));
        return new MemoryPlan(stored, heap / MIB * MIB, direct / MIB * MIB, BESIDE);
    }

    /** What a process takes that was started with these bounds. */
    public static MemoryPlan running(StorageSettings storage, long heap, long direct) {
        return new MemoryPlan(storage.memory().bytes(), heap, direct, BESIDE);
    }

    private static long neededHeap(StorageSettings storage) {
        // Free space is not asked for here: the bound that a file without a size gets at most.
        long disk = storage.disk().sizeWhereFree(Long.MAX_VALUE).bytes();
        long index = disk / DISK_BYTES_PER_ENTRY * StoreHeap.BYTES_PER_DISK_ENTRY;
        return Math.ceilDiv(BASE_HEAP + storage.memory().bytes() / HEAD_SHARE + index, MIB) * MIB;
    }

    /** The part of a heap that the store may fill. */
    static StoreHeap storeHeap(StorageSettings storage, long heap) {
        return StoreHeap.of(
                Math.max(LEAST_STORE_HEAP, heap - BASE_HEAP), storage.memory().bytes());
    }

    /** All of it. */
    public long sum() {
        return stored + heap + direct + beside;
    }

    /** The JVM's options that set the bounds. */
    public List<String> jvmOptions() {
        return List.of("-Xmx" + heap / MIB + "m", "-XX:MaxDirectMemorySize=" + direct / MIB + "m");
    }

    /** Why a machine is too small for it, in one line; empty where it is not. */
    public Optional<String> refusal(long machineBytes) {
        if (sum() <= machineBytes) {
            return Optional.empty();
        }
        return Optional.of("not enough memory: storage.memory " + text(stored) + " + heap " + text(heap)
                + " + network buffers " + text(direct) + " + the JVM's own " + text(beside) + " = " + text(sum())
                + ", and this machine or container has " + text(machineBytes)
                + "; lower storage.memory or storage.disk.size, or set -Xmx and -XX:MaxDirectMemorySize in"
                + " SKERRY_JAVA_OPTS");
    }

    private static String text(long bytes) {
        return bytes < 10 * 1024 * MIB
                ? bytes / MIB + " MiB"
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (1024.0 * MIB));
    }
}
