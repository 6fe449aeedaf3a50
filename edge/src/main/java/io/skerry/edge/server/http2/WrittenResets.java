package io.skerry.edge.server.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.util.function.IntConsumer;

/**
 * Tells of every RST_STREAM that a connection's codec writes, at once: of streams that were never opened it tells nobody else. To be put
 * in front of the codec, between two frames. Confined to the connection's event loop.
 */
final class WrittenResets extends ChannelOutboundHandlerAdapter {

    private static final int HEAD_BYTES = 9;
    private static final int TYPE_AT = 3;
    private static final int STREAM_AT = 5;

    private final IntConsumer reset;
    /** Of the frame under way, what is still to come: a frame's payload may look like another frame. */
    private long payloadLeft;

    /** {@code reset} takes the number of the stream. */
    WrittenResets(IntConsumer reset) {
        this.reset = reset;
    }

    // What the write comes to, its promise tells.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        int stream = message instanceof ByteBuf bytes ? streamReset(bytes) : 0;
        context.write(message, promise);
        if (stream != 0) {
            reset.accept(stream);
        }
    }

    /** The stream that these bytes reset, or 0. Netty writes the head of a frame at once. */
    private int streamReset(ByteBuf bytes) {
        int count = bytes.readableBytes();
        if (payloadLeft > 0 || count < HEAD_BYTES) {
            payloadLeft = Math.max(0, payloadLeft - count);
            return 0;
        }
        int from = bytes.readerIndex();
        payloadLeft = Math.max(0, HEAD_BYTES + bytes.getUnsignedMedium(from) - count);
        boolean isReset = bytes.getByte(from + TYPE_AT) == Http2FrameTypes.RST_STREAM;
        return isReset ? bytes.getInt(from + STREAM_AT) & Integer.MAX_VALUE : 0;
    }
}
