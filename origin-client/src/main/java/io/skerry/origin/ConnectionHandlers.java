package io.skerry.origin;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;

/** The handlers that this client puts beneath Vert.x on its HTTP/1.1 connections; the one place that knows where they go. */
final class ConnectionHandlers {

    /** Vert.x's names for its own: the one that makes messages of bytes, and the one that takes them. */
    private static final String CODEC = "codec";

    private static final String HANDLER = "handler";

    private ConnectionHandlers() {}

    /** Puts them on a connection just opened, on its event loop, before anything was sent. */
    static void install(HttpConnection connection) {
        if (connection instanceof VertxConnection opened) {
            ChannelPipeline pipeline = opened.channelHandlerContext().pipeline();
            SurplusGuard guard = new SurplusGuard();
            pipeline.addBefore(CODEC, "surplus", guard);
            pipeline.addAfter(CODEC, SurplusGuard.MESSAGES, guard.messages());
            pipeline.addBefore(HANDLER, "interim", new InterimFilter());
            pipeline.addBefore(HANDLER, "keep-alive-margin", new KeepAliveMargin());
        }
    }
}
