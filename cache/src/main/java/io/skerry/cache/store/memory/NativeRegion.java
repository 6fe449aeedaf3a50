package io.skerry.cache.store.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * One reservation of native memory, taken from the system and not from the JVM: {@code MaxDirectMemorySize} bounds what
 * {@code Arena.allocate} gives and is fixed at launch, before {@code storage.memory} is read.
 *
 * <p>On Linux it is a file as well, one without a name that lies in memory and nowhere else ({@link MemoryFile}). Pages become resident
 * when they are first written. Closing gives the memory back; nobody may hold a view of it then.
 */
@SuppressWarnings("restricted") // the size given to reinterpret is the size asked of aligned_alloc
final class NativeRegion implements AutoCloseable {

    private static final long ALIGNMENT = 4096;
    private static final MethodHandle ALIGNED_ALLOC = handle(
            "aligned_alloc", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = handle("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

    private final Arena arena;
    private final MemorySegment segment;
    private final @Nullable MemoryFile file;

    private NativeRegion(Arena arena, MemorySegment segment, @Nullable MemoryFile file) {
        this.arena = arena;
        this.segment = segment;
        this.file = file;
    }

    /**
     * Reserves memory.
     *
     * @param sizeBytes a multiple of 4096
     * @throws IllegalStateException if the system refuses
     */
    // The arena, and with it the mapping, is the region's own, and closed with it.
    @SuppressWarnings("MustBeClosedChecker")
    static NativeRegion reserve(long sizeBytes) {
        Arena arena = Arena.ofShared();
        MemoryFile file = MemoryFile.make();
        if (file != null) {
            try {
                return new NativeRegion(arena, file.map(sizeBytes, arena), file);
            } catch (IOException e) {
                file.close();
            }
        }
        MemorySegment address = allocate(sizeBytes);
        if (address.address() == 0) {
            arena.close();
            throw new IllegalStateException("the system refuses " + sizeBytes + " bytes of native memory");
        }
        return new NativeRegion(arena, address.reinterpret(sizeBytes, arena, NativeRegion::free), null);
    }

    /** A part of the region. */
    MemorySegment slice(long offset, long sizeBytes) {
        return segment.asSlice(offset, sizeBytes);
    }

    /** The region as a file; null where it is none. */
    @Nullable
    MemoryFile file() {
        return file;
    }

    /**
     * Gives whole pages of the file back to the system and gets empty ones when they are next written. Whoever still reads the old ones
     * keeps them as they were.
     *
     * @return whether it did
     */
    boolean exchange(long offset, long sizeBytes) {
        return file != null && MemoryFile.discard(segment.asSlice(offset, sizeBytes));
    }

    @Override
    public void close() {
        arena.close();
        if (file != null) {
            file.close();
        }
    }

    private static MemorySegment allocate(long sizeBytes) {
        try {
            return (MemorySegment) ALIGNED_ALLOC.invokeExact(ALIGNMENT, sizeBytes);
        } catch (Throwable e) {
            throw new IllegalStateException("aligned_alloc failed", e);
        }
    }

    private static void free(MemorySegment address) {
        try {
            FREE.invokeExact(address);
        } catch (Throwable e) {
            throw new IllegalStateException("free failed", e);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
