package io.skerry.cache.store.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Memory of the C library: not bounded by {@code MaxDirectMemorySize}, and given back when that is said, where a direct buffer of the JVM
 * stays until the collector comes to it. Any thread.
 */
@SuppressWarnings("restricted") // the size given to reinterpret is the size asked of aligned_alloc
final class NativeMemory {

    private static final MethodHandle ALIGNED_ALLOC = CLibrary.find(
                    "aligned_alloc",
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG))
            .orElseThrow();
    private static final MethodHandle FREE = CLibrary.find("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS))
            .orElseThrow();

    private NativeMemory() {}

    /**
     * Takes memory, with anything in it. Whoever takes it gives it back to {@link #free}, once, when nobody has a view of it any more.
     *
     * @param alignmentBytes a power of two, at least 8
     * @param sizeBytes rounded up to a multiple of that
     * @throws IllegalStateException if the system refuses
     */
    static MemorySegment allocate(long alignmentBytes, long sizeBytes) {
        long rounded = (sizeBytes + alignmentBytes - 1) & -alignmentBytes;
        MemorySegment address;
        try {
            address = (MemorySegment) ALIGNED_ALLOC.invokeExact(alignmentBytes, rounded);
        } catch (Throwable e) {
            throw new IllegalStateException("aligned_alloc failed", e);
        }
        if (address.address() == 0) {
            throw new IllegalStateException("the system refuses " + sizeBytes + " bytes of native memory");
        }
        return address.reinterpret(sizeBytes);
    }

    /** Gives back what {@link #allocate} gave, or a segment that begins where that begins. */
    static void free(MemorySegment allocated) {
        try {
            FREE.invokeExact(allocated);
        } catch (Throwable e) {
            throw new IllegalStateException("free failed", e);
        }
    }
}
