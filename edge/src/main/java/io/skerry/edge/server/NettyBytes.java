package io.skerry.edge.server;

import io.netty.buffer.Unpooled;
import io.netty.util.internal.PlatformDependent;
import io.skerry.cache.store.BodyRead;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;

/** Bytes between what holds them and the network, not copied where that can be: part of {@link NettyAccess}. */
public final class NettyBytes {

    private NettyBytes() {}

    /** The direct memory that the network's buffers take in this process, pooled ones in stock included, in bytes. */
    public static long networkBytes() {
        return PlatformDependent.usedDirectMemory();
    }

    /** The most they may take; one more is refused, which ends its connection. */
    public static long mostNetworkBytes() {
        return PlatformDependent.maxDirectMemory();
    }

    /**
     * A Vert.x buffer over direct memory, not copied.
     *
     * <p>Vert.x never frees it: the memory must stay as it is until every write of the buffer has completed. A write completes after its
     * bytes have gone to the socket (for TLS: after they have been encrypted), and fails only once Netty has dropped them.
     *
     * @param direct the bytes between its position and its limit; neither is changed
     */
    public static Buffer wrap(ByteBuffer direct) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(direct.slice()));
    }

    /**
     * A Vert.x buffer over a store's direct memory, not copied: not even to the socket, where that memory is a file and the connection
     * takes files.
     *
     * @param request whose response the buffer is written to
     * @param bytes to be released once the write has completed
     */
    public static Buffer wrap(HttpServerRequest request, BodyRead.Bytes bytes) {
        BodyRead.InFile file = bytes.file();
        return file == null || !takesFiles(request)
                ? wrap(bytes.buffer())
                : BufferInternal.buffer(
                        new FileBackedBuf(Unpooled.wrappedBuffer(bytes.buffer().slice()), file.share()));
    }

    /** Whether the connection of a request takes what lies in a file from there. */
    public static boolean takesFiles(HttpServerRequest request) {
        return !request.isSSL() && NettyAccess.pipeline(request.connection()).get(NettyAccess.FILES) != null;
    }

    /**
     * The bytes of a buffer, not copied unless they lie in several pieces.
     *
     * @param buffer stays as it is while the view is used
     */
    public static ByteBuffer view(Buffer buffer) {
        return ((BufferInternal) buffer).getByteBuf().nioBuffer();
    }
}
