package io.skerry.edge.server;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** sendfile(2) to a socket that blocks, without blocking. For Linux, where io_uring is. */
@SuppressWarnings("restricted") // the C library's own functions, with the types of their manual pages
final class SendFile {

    /** What comes back, negative as in the kernel, when the socket takes nothing now. */
    static final int TRY_AGAIN = -11;

    private static final int INTERRUPTED = -4;
    private static final int GET_FLAGS = 3;
    private static final int SET_FLAGS = 4;
    private static final int NON_BLOCKING = 0x800;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR = STATE.varHandle(PathElement.groupElement("errno"));
    private static final MethodHandle SENDFILE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("sendfile"),
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG),
            ERRNO);
    private static final MethodHandle FCNTL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("fcntl"),
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));

    private SendFile() {}

    /**
     * Sends as much as the socket takes now.
     *
     * <p>The socket is non-blocking only meanwhile: io_uring waits for one that blocks, and fails on one that does not. Nobody else uses
     * it then, as the event loop that is here is the only one who does.
     *
     * @param socket descriptor of a connected socket, on its event loop
     * @param file descriptor of a file that lies in memory
     * @return bytes sent, of which there may be fewer than asked for; 0 at the end of the file; or an error's number, negative
     */
    static long send(int socket, int file, long position, long count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment offset = arena.allocateFrom(ValueLayout.JAVA_LONG, position);
            MemorySegment state = arena.allocate(STATE);
            int flags = (int) FCNTL.invokeExact(socket, GET_FLAGS, 0);
            int _ = (int) FCNTL.invokeExact(socket, SET_FLAGS, flags | NON_BLOCKING);
            try {
                return sent(state, socket, file, offset, count);
            } finally {
                int _ = (int) FCNTL.invokeExact(socket, SET_FLAGS, flags);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("sendfile failed", e);
        }
    }

    private static long sent(MemorySegment state, int socket, int file, MemorySegment offset, long count)
            throws Throwable {
        while (true) {
            long sent = (long) SENDFILE.invokeExact(state, socket, file, offset, count);
            int error = sent < 0 ? -(int) ERROR.get(state, 0L) : 0;
            if (error != INTERRUPTED) {
                return error == 0 ? sent : error;
            }
        }
    }
}
