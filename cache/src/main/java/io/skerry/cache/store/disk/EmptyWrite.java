package io.skerry.cache.store.disk;

import io.skerry.cache.purge.journal.LockFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
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
@SuppressWarnings("restricted") // the C library's own functions, with the types of its manual pages
public final class EmptyWrite implements AutoCloseable {

    private static final int O_WRONLY = 1;
    private static final int O_CLOEXEC = 0x80000;
    private static final long NO_BYTES = 0;
    private static final long BEGINNING = 0;

    private static final MethodHandle OPEN =
            handle("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle PWRITE = handle(
            "pwrite",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG));
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final int descriptor;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private EmptyWrite(int descriptor) {
        this.descriptor = descriptor;
    }

    /** To a file, which is made where there is none; empty where it cannot be, and on other systems. */
    static Optional<EmptyWrite> to(Path file) {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            LockFile.open(file).close();
            int descriptor = (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), O_WRONLY | O_CLOEXEC);
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
            long _ = (long) PWRITE.invokeExact(descriptor, MemorySegment.NULL, NO_BYTES, BEGINNING);
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
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException("close failed", e);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
