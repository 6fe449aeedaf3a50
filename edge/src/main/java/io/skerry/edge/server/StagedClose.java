package io.skerry.edge.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Ends of an HTTP/1 connection behind what was written last. Used on its event loop. Part of {@link NettyAccess}. */
// What a write or close comes to, Netty tells the pipeline; there is nobody else to tell.
@SuppressWarnings("FutureReturnValueIgnored")
final class StagedClose {

    private StagedClose() {}

    /** Closes once the bytes, and all that was written before and not yet flushed, have gone out. */
    static void after(ChannelHandlerContext context, ByteBuf bytes) {
        write(context, bytes).addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * The first of two stages (RFC 9112 9.6): says that nothing more comes once all that was written has gone out, and reads nothing
     * more. A close would answer what a client is still sending with a RST, for which many a client drops the answer it has not read.
     */
    static void begin(ChannelHandlerContext context) {
        Channel channel = context.channel();
        channel.config().setAutoRead(false);
        write(context, Unpooled.EMPTY_BUFFER).addListener(_ -> {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (tls == null) {
                shutdownOutput(channel);
            } else {
                tls.closeOutbound().addListener(_ -> shutdownOutput(channel));
            }
        });
    }

    private static void shutdownOutput(Channel channel) {
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    private static ChannelFuture write(ChannelHandlerContext context, ByteBuf bytes) {
        ChannelHandlerContext encoder = context.pipeline().context("httpEncoder");
        ChannelHandlerContext raw = encoder == null ? context : encoder;
        return raw.writeAndFlush(bytes);
    }
}
