package io.skerry.cache.store.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * One reservation of native memory, taken from the C library and not from the JVM: {@code MaxDirectMemorySize} bounds what
 * {@code Arena.allocate} gives and is fixed at launch, before {@code storage.memory} is read.
 *
 * <p>Pages become resident when they are first written. Closing gives the memory back; nobody may hold a view of it then.
 */
@SuppressWarnings("restricted") // the size given to reinterpret is the size asked of aligned_alloc
final class NativeRegion implements AutoCloseable {

    private static final long ALIGNMENT = 4096;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle ALIGNED_ALLOC = handle(
            "aligned_alloc", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = handle("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    private NativeRegion(MemorySegment address, long sizeBytes) {
        this.segment = address.reinterpret(sizeBytes, arena, NativeRegion::free);
    }

    /**
     * Reserves memory.
     *
     * @param sizeBytes a multiple of 4096
     * @throws IllegalStateException if the system refuses
     */
    static NativeRegion reserve(long sizeBytes) {
        MemorySegment address = allocate(sizeBytes);
        if (address.address() == 0) {
            throw new IllegalStateException("the system refuses " + sizeBytes + " bytes of native memory");
        }
        return new NativeRegion(address, sizeBytes);
    }

    /** A part of the region. */
    MemorySegment slice(long offset, long sizeBytes) {
        return segment.asSlice(offset, sizeBytes);
    }

    @Override
    public void close() {
        arena.close();
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
        SymbolLookup symbols = LINKER.defaultLookup();
        return LINKER.downcallHandle(symbols.findOrThrow(name), descriptor);
    }
}
