package io.skerry.edge.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;

/**
 * Hands what a client sends to Vert.x as a copy on the heap. Part of {@link NettyAccess}.
 *
 * <p>A connection whose reader has paused keeps a few messages that were read already, and Vert.x forgets them, unreleased, when it is
 * closed: the network's buffers would never go back. What is handed on is copied by Vert.x in any case, but not twice.
 */
final class HeapContent extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpContent content && content.content().isReadable()) {
            HttpContent copy = content.replace(copied(content.content()));
            copy.setDecoderResult(content.decoderResult());
            context.fireChannelRead(copy);
        } else {
            context.fireChannelRead(message instanceof ByteBuf bytes ? copied(bytes) : message);
        }
    }

    private static ByteBuf copied(ByteBuf received) {
        try {
            return Unpooled.copiedBuffer(received);
        } finally {
            received.release();
        }
    }
}
