package io.skerry.origin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;

/**
 * Drops interim responses that Vert.x would take for the answer: every 1xx but 100, 101 and 103 (RFC 9110 15.2: a client ignores those
 * it does not know). With {@link FailureCause} the only place of this package that reaches beneath Vert.x.
 */
final class InterimFilter extends ChannelInboundHandlerAdapter {

    private boolean dropping;

    /** Puts a filter on a connection just opened, on its event loop, before anything was sent. */
    static void install(HttpConnection connection) {
        if (connection instanceof VertxConnection opened) {
            opened.channelHandlerContext().pipeline().addBefore("handler", "interim", new InterimFilter());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response && response.decoderResult().isSuccess()) {
            dropping = interim(response.status().code());
        }
        if (!dropping) {
            context.fireChannelRead(message);
            return;
        }
        if (message instanceof LastHttpContent) {
            dropping = false;
        }
        ReferenceCountUtil.release(message);
    }

    private static boolean interim(int status) {
        return status >= 100 && status < 200 && status != 100 && status != 101 && status != 103;
    }
}
