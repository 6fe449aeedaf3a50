package io.skerry.cache.purge.journal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** How many files this process may open, on Linux. Those that are open stay open. */
@SuppressWarnings("restricted") // the C library's own functions, with the types of their manual page
final class Descriptors {

    private static final int RLIMIT_NOFILE = 7;
    private static final long BYTES = 2 * Long.BYTES;
    private static final MethodHandle GET = handle("getrlimit");
    private static final MethodHandle SET = handle("setrlimit");
    private static final long USUAL = limit();

    private Descriptors() {}

    /** No more from now on, until {@link #asBefore}. */
    static void none() {
        limit(0);
    }

    static void asBefore() {
        limit(USUAL);
    }

    private static long limit() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limits = arena.allocate(BYTES);
            call(GET, limits);
            return limits.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    private static void limit(long soft) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limits = arena.allocate(BYTES);
            call(GET, limits);
            limits.set(ValueLayout.JAVA_LONG, 0, soft);
            call(SET, limits);
        }
    }

    private static void call(MethodHandle function, MemorySegment limits) {
        try {
            if ((int) function.invokeExact(RLIMIT_NOFILE, limits) != 0) {
                throw new IllegalStateException("limits refused");
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle handle(String name) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }
}
