package io.skerry.cache.store.disk;

import io.skerry.cache.purge.journal.LockFile;
import io.skerry.cache.store.memory.CLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes of no byte to a file: the cheapest call that waits while a file system takes no writes, since it is frozen ({@code FIFREEZE},
 * ioctl_fsfreeze(2)). It changes nothing; a byte would cost six times as much beyond the call itself.
 *
 * <p>Linux alone, for the JDK makes no such call. Any thread.
 */
public final class EmptyWrite implements AutoCloseable {

    private static final int O_WRONLY = 1;
    private static final int O_CLOEXEC = 0x80000;
    private static final long NO_BYTES = 0;
    private static final long BEGINNING = 0;

    private static final Optional<MethodHandle> OPEN = CLibrary.find(
            "open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final Optional<MethodHandle> PWRITE = CLibrary.find(
            "pwrite",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG));
    private static final Optional<MethodHandle> CLOSE =
            CLibrary.find("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final int descriptor;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private EmptyWrite(int descriptor) {
        this.descriptor = descriptor;
    }

    /** To a file, which is made where there is none; empty where it cannot be, and on other systems. */
    static Optional<EmptyWrite> to(Path file) {
        if (!"Linux".equals(System.getProperty("os.name")) || OPEN.isEmpty() || PWRITE.isEmpty() || CLOSE.isEmpty()) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            LockFile.open(file).close();
            int descriptor =
                    (int) OPEN.orElseThrow().invokeExact(arena.allocateFrom(file.toString()), O_WRONLY | O_CLOEXEC);
            return descriptor < 0 ? Optional.empty() : Optional.of(new EmptyWrite(descriptor));
        } catch (IOException e) {
            return Optional.empty();
        } catch (Throwable e) {
            throw new IllegalStateException("open failed", e);
        }
    }

    /** Returns as soon as the file system answers, whatever it says. */
    public void write() {
        try {
            long _ = (long) PWRITE.orElseThrow().invokeExact(descriptor, MemorySegment.NULL, NO_BYTES, BEGINNING);
        } catch (Throwable e) {
            throw new IllegalStateException("pwrite failed", e);
        }
    }

    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        try {
            int _ = (int) CLOSE.orElseThrow().invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException("close failed", e);
        }
    }
}
