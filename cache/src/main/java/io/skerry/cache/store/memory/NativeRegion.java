package io.skerry.cache.store.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One reservation of native memory, taken from the system and not from the JVM: {@code MaxDirectMemorySize} bounds what
 * {@code Arena.allocate} gives and is fixed at launch, before {@code storage.memory} is read.
 *
 * <p>On Linux it is a file as well, one without a name that lies in memory and nowhere else ({@link MemoryFile}). Pages become resident
 * when they are first written. Closing gives the memory back; nobody may hold a view of it then.
 */
@SuppressWarnings("restricted") // reinterpret keeps the size and adds how the memory is given back
final class NativeRegion implements AutoCloseable {

    private static final long ALIGNMENT = 4096;

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
        try {
            MemorySegment taken = NativeMemory.allocate(ALIGNMENT, sizeBytes);
            return new NativeRegion(arena, taken.reinterpret(arena, NativeMemory::free), null);
        } catch (IllegalStateException refused) {
            arena.close();
            throw refused;
        }
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
}
