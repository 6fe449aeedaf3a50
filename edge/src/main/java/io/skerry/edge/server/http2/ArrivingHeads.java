package io.skerry.edge.server.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;

/** Looks at every head of a connection, in whichever of its two forms Netty tells of it, before it is handed on. */
abstract class ArrivingHeads extends Http2FrameListenerDecorator {

    /** In front of whoever listens now. */
    ArrivingHeads(Http2ConnectionHandler http2) {
        super(http2.decoder().frameListener());
    }

    /** A head has come; trailers as well. What this throws keeps it from being handed on. */
    abstract void arrived(int streamId, Http2Headers headers) throws Http2Exception;

    @Override
    public final void onHeadersRead(
            ChannelHandlerContext context, int streamId, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        arrived(streamId, headers);
        super.onHeadersRead(context, streamId, headers, padding, endOfStream);
    }

    @Override
    public final void onHeadersRead(
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        arrived(streamId, headers);
        super.onHeadersRead(context, streamId, headers, streamDependency, weight, exclusive, padding, endOfStream);
    }
}
