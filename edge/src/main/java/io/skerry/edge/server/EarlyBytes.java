package io.skerry.edge.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Keeps the first bytes of a tunnel until its socket stands. Part of {@link NettyAccess}.
 *
 * <p>What a client sends before it has read the 101 waits in the codec. Vert.x takes the codec out of the pipeline first and puts its
 * socket in afterwards, in one turn of the event loop; the codec gives its bytes up when it leaves, to a handler that drops them. So
 * bytes are handed on in a later turn, and those that come meanwhile behind them.
 */
final class EarlyBytes extends ChannelInboundHandlerAdapter {

    private final Queue<Object> kept = new ArrayDeque<>();
    private boolean standing;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (standing || !(message instanceof ByteBuf)) {
            context.fireChannelRead(message);
            return;
        }
        kept.add(message);
        if (kept.size() == 1) {
            context.executor().execute(() -> handOn(context));
        }
    }

    private void handOn(ChannelHandlerContext context) {
        standing = true;
        if (context.isRemoved() || !context.channel().isActive()) {
            release();
            return;
        }
        for (Object message = kept.poll(); message != null; message = kept.poll()) {
            context.fireChannelRead(message);
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release();
    }

    private void release() {
        kept.forEach(ReferenceCountUtil::release);
        kept.clear();
    }
}
