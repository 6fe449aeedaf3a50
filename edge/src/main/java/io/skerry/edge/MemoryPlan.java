package io.skerry.edge;

import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.StoreHeap;
import io.skerry.edge.config.model.StorageSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a node takes of the machine's memory, all of it together, in bytes; and how the ledger's uses share it.
 *
 * @param stored native memory for responses: {@code storage.memory}
 * @param heap the JVM's heap at most: heads of responses in memory, the index of those on disk, what functions hold, everything else
 * @param direct buffers of the network and of files at most, and what arrives without room
 * @param coders native windows of encoders and decoders at most, and the pieces on their way through them
 * @param beside code, threads and the collector's own: an allowance
 */
public record MemoryPlan(long stored, long heap, long direct, long coders, long beside) {

    private static final long MIB = 1L << 20;
    /** Of the heap, for everything but the store and the functions. */
    private static final long BASE_HEAP = 96 * MIB;

    private static final long LEAST_STORE_HEAP = 64 * MIB;
    /** More is not taken unless the store needs it. */
    private static final long USUAL_HEAP = 1024 * MIB;

    private static final int WORK_SHARE = 4;
    private static final long LEAST_WORK = 32 * MIB;
    private static final long MOST_WORK = 256 * MIB;
    /** Contents that functions hold get half of what their work does. */
    private static final int BODIES_PER_WORK = 2;

    private static final long LEAST_DIRECT = 128 * MIB;
    private static final long MOST_DIRECT = 1024 * MIB;
    private static final int DIRECT_SHARE = 8;
    /** Of these buffers, for responses without a slot: native memory that the JVM does not count. As much is for files, the rest for the network. */
    private static final int OVERFLOW_SHARE = 8;

    private static final long LEAST_CODERS = 48 * MIB;
    private static final long MOST_CODERS = 384 * MIB;
    private static final int CODERS_SHARE = 32;

    /** The JVM takes the serial collector where it has one processor or less memory than this, and G1 elsewhere. */
    private static final long LEAST_FOR_G1 = 1792 * MIB;
    /** What is new when the serial collector stops everybody: half of the usual. Less stops shorter, and costs a hit. */
    private static final long SERIAL_YOUNG = 64 * MIB;

    private static final long BESIDE = 128 * MIB;
    /** Of memory, the heads of what is in it. */
    private static final int HEAD_SHARE = 4;
    /** What a response on disk is taken to be long, on average: of shorter ones fewer are kept. */
    private static final long DISK_BYTES_PER_ENTRY = 16 << 10;

    /** The plan for a machine: what the store needs, and up to the usual heap where there is room. */
    public static MemoryPlan of(StorageSettings storage, long machineBytes) {
        long stored = storage.memory().bytes();
        long direct = Math.clamp(machineBytes / DIRECT_SHARE, LEAST_DIRECT, MOST_DIRECT);
        long coders = coders(machineBytes);
        long free = machineBytes - stored - direct - coders - BESIDE;
        long heap = Math.max(neededHeap(storage), Math.min(USUAL_HEAP, free));
        return new MemoryPlan(stored, heap / MIB * MIB, direct / MIB * MIB, coders, BESIDE);
    }

    /** What a process takes that was started with these bounds; {@code direct} is the JVM's own. */
    public static MemoryPlan running(StorageSettings storage, long heap, long direct, long machineBytes) {
        long withOverflow = direct + direct / (OVERFLOW_SHARE - 1);
        return new MemoryPlan(storage.memory().bytes(), heap, withOverflow, coders(machineBytes), BESIDE);
    }

    private static long coders(long machineBytes) {
        return Math.clamp(machineBytes / CODERS_SHARE, LEAST_CODERS, MOST_CODERS) / MIB * MIB;
    }

    private static long neededHeap(StorageSettings storage) {
        // Free space is not asked for here: the bound that a file without a size gets at most.
        long disk = storage.disk().sizeWhereFree(Long.MAX_VALUE).bytes();
        long index = disk / DISK_BYTES_PER_ENTRY * StoreHeap.BYTES_PER_DISK_ENTRY;
        long others = BASE_HEAP + storage.memory().bytes() / HEAD_SHARE + index;
        // As large as makes the functions' share of it fit beside the others.
        int parts = WORK_SHARE * BODIES_PER_WORK;
        long shared = others * parts / (parts - BODIES_PER_WORK - 1);
        long heap = Math.min(shared, others + MOST_WORK + MOST_WORK / BODIES_PER_WORK);
        return Math.ceilDiv(heap, MIB) * MIB;
    }

    private static long work(long heap) {
        return Math.clamp(heap / WORK_SHARE, LEAST_WORK, MOST_WORK);
    }

    private static long bodies(long heap) {
        return work(heap) / BODIES_PER_WORK;
    }

    /** The part of a heap that the store may fill. */
    static StoreHeap storeHeap(StorageSettings storage, long heap) {
        return StoreHeap.of(
                Math.max(LEAST_STORE_HEAP, heap - BASE_HEAP - work(heap) - bodies(heap)),
                storage.memory().bytes());
    }

    /** All of it. */
    public long sum() {
        return stored + heap + direct + coders + beside;
    }

    /** The limits of the ledger's uses. */
    Map<Use, Long> limits() {
        Map<Use, Long> limits = new EnumMap<>(Use.class);
        for (Use inSlabs : List.of(Use.HOT, Use.FILL, Use.READ)) {
            limits.put(inSlabs, stored);
        }
        limits.put(Use.NETWORK, network());
        limits.put(Use.OVERFLOW, overflow());
        limits.put(Use.FILES, direct - network() - overflow());
        limits.put(Use.ENCODERS, coders / 2);
        limits.put(Use.DECODERS, coders / 2);
        limits.put(Use.WORK, work(heap));
        limits.put(Use.BODIES, bodies(heap));
        return limits;
    }

    private long network() {
        return direct - 2 * overflow();
    }

    private long overflow() {
        return direct / OVERFLOW_SHARE;
    }

    /**
     * The JVM's options that set the bounds. The network's is below that of all direct buffers: it ends before the JVM collects garbage
     * to find more. No collector is named, so that {@code SKERRY_JAVA_OPTS} may; where
     * the JVM chooses the serial one, its stops are kept short.
     *
     * @param processors of the machine or container
     * @param machineBytes its memory
     */
    public List<String> jvmOptions(int processors, long machineBytes) {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx" + heap / MIB + "m",
                "-XX:MaxDirectMemorySize=" + (direct - overflow()) / MIB + "m",
                "-Dio.netty.maxDirectMemory=" + network()));
        if (processors < 2 || machineBytes < LEAST_FOR_G1) {
            options.add("-Xmn" + SERIAL_YOUNG / MIB + "m");
        }
        return List.copyOf(options);
    }

    /** Why a machine is too small for it, in one line; empty where it is not. */
    public Optional<String> refusal(long machineBytes) {
        if (sum() <= machineBytes) {
            return Optional.empty();
        }
        return Optional.of("not enough memory: storage.memory " + text(stored) + " + heap " + text(heap)
                + " + network and file buffers " + text(direct) + " + encoders and decoders " + text(coders)
                + " + the JVM's own " + text(beside) + " = " + text(sum())
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
