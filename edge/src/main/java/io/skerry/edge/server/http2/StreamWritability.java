package io.skerry.edge.server.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;

/**
 * Has every stream of an HTTP/2 connection told whether it may be written to, each time that the connection has room again.
 *
 * <p>Netty does so only if the connection's own mark was the other way before, and that mark can miss a change: what waits to be
 * encrypted counts at once, but is told of by a task of the event loop ({@code SslHandler}). A stream that is made or looked at before
 * the task runs is marked as full beside a connection that is not, and if there is room again by then, nothing ever corrects it: the
 * response waits until its client gives up.
 *
 * <p>Behind Netty's handler of the connection, confined to its event loop.
 */
final class StreamWritability extends ChannelInboundHandlerAdapter {

    private final Http2RemoteFlowController flow;
    private boolean telling;
    private boolean news;

    /**
     * Not for more than one connection.
     *
     * @param flow of what this side sends
     */
    StreamWritability(Http2RemoteFlowController flow) {
        this.flow = flow;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Http2Exception {
        news = true;
        if (!telling) {
            tell(context);
        }
        context.fireChannelWritabilityChanged();
    }

    /**
     * A stream that is told of room writes, which may fill the connection and empty it again. The others are told of that afterwards,
     * not within.
     */
    private void tell(ChannelHandlerContext context) throws Http2Exception {
        telling = true;
        try {
            while (news && context.channel().isWritable()) {
                news = false;
                // The only way to have all streams compared with their marks, whatever that of the connection says.
                flow.initialWindowSize(flow.initialWindowSize());
            }
        } finally {
            telling = false;
        }
    }
}
