package io.skerry.origin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Hands the bytes of a connection that has switched protocols to Vert.x as copies on the heap.
 *
 * <p>A socket that is paused keeps a few that were read already, and Vert.x forgets them, unreleased, when it is closed: the network's
 * buffers would never go back. What is handed on is copied by Vert.x in any case, but not twice.
 */
final class TunnelBytes extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        ByteBuf copy;
        try {
            copy = Unpooled.copiedBuffer(bytes);
        } finally {
            bytes.release();
        }
        context.fireChannelRead(copy);
    }
}
