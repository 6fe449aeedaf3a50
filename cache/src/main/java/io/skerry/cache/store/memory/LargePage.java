package io.skerry.cache.store.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Has the system put a part of a {@link MemoryFile} into one large page (madvise(2), {@code MADV_COLLAPSE}, Linux 6.1).
 *
 * <p>Through a mapping that exists for as long as the call: the memory's own one refuses large pages, so that there are none but those
 * made here.
 */
@SuppressWarnings("restricted") // the C library's own functions, with the types of their manual pages
final class LargePage {

    /** What one holds where pages are of 4 KiB. */
    static final int BYTES = 2 << 20;

    private static final int NO_ACCESS = 0;
    private static final int READ_WRITE = 3;
    private static final int MAP_SHARED = 0x1;
    private static final int MAP_PRIVATE = 0x2;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;
    private static final int NO_FILE = -1;
    private static final long MAP_FAILED = -1;
    private static final int MADV_COLLAPSE = 25;

    private static final Optional<MethodHandle> MMAP = CLibrary.find(
            "mmap",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG));
    private static final Optional<MethodHandle> MUNMAP = CLibrary.find(
            "munmap", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    private LargePage() {}

    /**
     * Makes one of what lies at a position. Blocks: a tenth of a millisecond where hardly anything lies there yet, a whole one where the page
     * is full, several while the other processors are busy. Whoever writes there meanwhile is held up, and loses nothing.
     *
     * @param descriptor of the file
     * @param position a multiple of {@link #BYTES}; something has been written within as many bytes from there
     * @return false where the system will not, or has no such page; what lies there is the same either way
     */
    static boolean make(int descriptor, long position) {
        if (MMAP.isEmpty() || MUNMAP.isEmpty()) {
            return false;
        }
        // Twice as much, since its place in memory must be a multiple too.
        long reserved = map(0, 2L * BYTES, NO_ACCESS, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, NO_FILE, 0);
        if (reserved == MAP_FAILED) {
            return false;
        }
        try {
            long at = (reserved + BYTES - 1) & -BYTES;
            return map(at, BYTES, READ_WRITE, MAP_SHARED | MAP_FIXED, descriptor, position) == at
                    && MemoryFile.advise(MemorySegment.ofAddress(at).reinterpret(BYTES), MADV_COLLAPSE);
        } finally {
            unmap(reserved, 2L * BYTES);
        }
    }

    private static long map(long at, long size, int protection, int flags, int descriptor, long position) {
        try {
            return (long) MMAP.orElseThrow().invokeExact(at, size, protection, flags, descriptor, position);
        } catch (Throwable e) {
            throw new IllegalStateException("mmap failed", e);
        }
    }

    private static void unmap(long at, long size) {
        try {
            int _ = (int) MUNMAP.orElseThrow().invokeExact(at, size);
        } catch (Throwable e) {
            throw new IllegalStateException("munmap failed", e);
        }
    }
}
