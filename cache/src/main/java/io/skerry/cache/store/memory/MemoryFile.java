package io.skerry.cache.store.memory;

import io.skerry.cache.store.BodyRead.FileRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file without a name that lies in memory alone (memfd_create(2)), so that the system can send from it (sendfile(2)) what the process
 * has written to its mapping.
 *
 * <p>Sent pages are not copied: the network refers to them until the client has acknowledged them. They are never written again; they
 * are {@linkplain #discard discarded}, which takes them out of the file and leaves them to whoever still refers to them.
 *
 * <p>That holds for whole pages. Of a large one, of which a part is discarded, the system clears that part in place and goes on using
 * it, under the eyes of the network: so the mapping refuses large pages, however the system is set up, and there are none but a
 * {@link LargePage} that was asked for, which is discarded as a whole.
 */
final class MemoryFile implements AutoCloseable {

    private static final int CLOSE_ON_EXEC = 1;
    private static final int MADV_REMOVE = 9;
    private static final int MADV_NOHUGEPAGE = 15;
    private static final Path LARGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage");
    private static final Optional<MethodHandle> MEMFD_CREATE = CLibrary.find(
            "memfd_create", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final Optional<MethodHandle> MADVISE = CLibrary.find(
            "madvise",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final Optional<MethodHandle> CLOSE =
            CLibrary.find("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final FileChannel channel;
    private final int descriptor;

    private MemoryFile(FileChannel channel, int descriptor) {
        this.channel = channel;
        this.descriptor = descriptor;
    }

    /** An empty file; null where the system makes none. */
    static @Nullable MemoryFile make() {
        if (MEMFD_CREATE.isEmpty() || MADVISE.isEmpty() || CLOSE.isEmpty()) {
            return null;
        }
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) MEMFD_CREATE.get().invokeExact(arena.allocateFrom("skerry-memory"), CLOSE_ON_EXEC);
            return descriptor < 0 ? null : opened(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException("memfd_create failed", e);
        }
    }

    /** As a channel of Java's, by the name that Linux gives to a descriptor. */
    private static @Nullable MemoryFile opened(int descriptor) {
        try {
            Path path = Path.of("/proc/self/fd/" + descriptor);
            return new MemoryFile(
                    FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE), descriptor);
        } catch (IOException withoutProc) {
            release(descriptor);
            return null;
        }
    }

    private static void release(int descriptor) {
        try {
            int _ = (int) CLOSE.orElseThrow().invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException("close failed", e);
        }
    }

    /**
     * Makes the file so long, and maps it.
     *
     * @throws IOException also where the system will not promise pages that can be discarded one by one
     */
    MemorySegment map(long sizeBytes, Arena arena) throws IOException {
        MemorySegment mapping = channel.map(MapMode.READ_WRITE, 0, sizeBytes, arena);
        if (!advise(mapping, MADV_NOHUGEPAGE) && Files.exists(LARGE_PAGES)) {
            throw new IOException("the system insists on large pages");
        }
        return mapping;
    }

    /** A place in it. */
    FileRange at(long position) {
        return new FileRange(channel, descriptor, position);
    }

    /**
     * Takes pages out of the file; the next use of the mapping finds new ones, which are zero.
     *
     * @param pages whole pages of the mapping, which nobody uses
     * @return false if the system refuses
     */
    static boolean discard(MemorySegment pages) {
        return advise(pages, MADV_REMOVE);
    }

    static boolean advise(MemorySegment pages, int advice) {
        try {
            return (int) MADVISE.orElseThrow().invokeExact(pages, pages.byteSize(), advice) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("madvise failed", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            release(descriptor);
        }
    }
}
