package io.skerry.edge.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;

/** Ends of an HTTP/1 connection behind what was written last. Used on its event loop. Part of {@link NettyAccess}. */
// What a write or close comes to, Netty tells the pipeline; there is nobody else to tell.
@SuppressWarnings("FutureReturnValueIgnored")
final class StagedClose {

    private static final String TIMED_OUT =
            "HTTP/1.1 408 Request Timeout\r\nCache-Status: Skerry; detail=request-timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private StagedClose() {}

    /** Closes once all that was written before has gone out. */
    static void after(ChannelHandlerContext context) {
        write(context, Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Closes behind an answer to a request whose head has not come in time. */
    static void timedOut(ChannelHandlerContext context) {
        write(context, Unpooled.copiedBuffer(TIMED_OUT, StandardCharsets.ISO_8859_1))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * The first of two stages (RFC 9112 9.6): says that nothing more comes once all that was written has gone out. From here on what the
     * client sends arrives as bytes, to be dropped: a close would answer it with a RST, for which many a client drops what it has not
     * read of its answers.
     */
    static void begin(ChannelHandlerContext context) {
        Channel channel = context.channel();
        channel.pipeline().remove(NettyAccess.DECODER);
        channel.config().setAutoRead(true);
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
