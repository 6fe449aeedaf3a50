package io.skerry.cache.store.disk;

import io.skerry.cache.store.memory.CLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Has the system treat a thread as one that works in the background (SCHED_BATCH, sched(7)): when it is woken it starts where a processor is
 * free, and interrupts nobody.
 *
 * <p>On a processor that is busy, an event loop that hands over a read would else give way at once, for each of the many that it hands over in
 * one turn. The share of the processor that such a thread gets is the same. Linux alone; elsewhere, and where the system refuses,
 * nothing changes.
 */
final class BackgroundSchedule {

    private static final int SCHED_BATCH = 3;
    private static final int CALLING_THREAD = 0;
    private static final int NO_PRIORITY = 0;
    private static final Optional<MethodHandle> SCHED_SETSCHEDULER = handle();

    private BackgroundSchedule() {}

    /** Asks for it, for the calling thread; whether the system agreed. */
    static boolean take() {
        if (SCHED_SETSCHEDULER.isEmpty()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters = arena.allocateFrom(ValueLayout.JAVA_INT, NO_PRIORITY);
            return (int) SCHED_SETSCHEDULER.get().invokeExact(CALLING_THREAD, SCHED_BATCH, parameters) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("sched_setscheduler failed", e);
        }
    }

    private static Optional<MethodHandle> handle() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return Optional.empty();
        }
        return CLibrary.find(
                "sched_setscheduler",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }
}
