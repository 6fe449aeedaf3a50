package io.skerry.edge.server.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.skerry.edge.server.socket.ListenerCounts;
import io.skerry.edge.server.socket.ListenerCounts.Cut;
import io.skerry.edge.server.socket.ListenerCounts.Side;

/**
 * Ends an HTTP/2 connection (GOAWAY, {@code ENHANCE_YOUR_CALM}) whose streams are a {@link ResetFlood}: those that its client resets,
 * and those that it brings this side to reset.
 *
 * <p>Netty's own limits count resets alone. Of many clients behind one proxy a tenth that leaves is over them in seconds, and the other
 * nine tenths would lose their responses with the connection. Confined to the connection's event loop.
 */
final class ResetGuard extends ArrivingHeads {

    private final ResetFlood resets = new ResetFlood();
    private final Channel channel;
    private final Http2Connection connection;
    private final AnsweredStreams answered;
    private final ListenerCounts counts;
    private boolean flood;

    private ResetGuard(Channel channel, Http2ConnectionHandler http2, AnsweredStreams answered, ListenerCounts counts) {
        super(http2);
        this.channel = channel;
        this.connection = http2.connection();
        this.answered = answered;
        this.counts = counts;
    }

    /** Watches a connection from now on; streams that are answered are none that this side was brought to reset. */
    static void watch(Channel channel, Http2ConnectionHandler http2, AnsweredStreams answered, ListenerCounts counts) {
        ResetGuard guard = new ResetGuard(channel, http2, answered, counts);
        http2.decoder().frameListener(guard);
        http2.connection().addListener(guard.new Streams());
    }

    @Override
    void arrived(int streamId, Http2Headers headers) throws Http2Exception {
        refuseFlood(streamId);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int streamId, long errorCode) throws Http2Exception {
        super.onRstStreamRead(context, streamId, errorCode);
        count(Side.CLIENT);
        refuseFlood(streamId);
    }

    private void count(Side by) {
        counts.reset(by);
        flood |= resets.reset(System.nanoTime());
    }

    /**
     * The rest of what has been read is not looked at. The stream is closed before: where a connection fails Vert.x tells each of its
     * streams, stumbles over one whose head it was not given, and no GOAWAY is sent.
     */
    private void refuseFlood(int streamId) throws Http2Exception {
        if (flood) {
            Http2Stream refused = connection.stream(streamId);
            if (refused != null) {
                refused.close();
            }
            throw Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM, "more than half of the streams are reset");
        }
    }

    private final class Streams extends Http2ConnectionAdapter {
        private boolean counted;

        @Override
        public void onStreamAdded(Http2Stream stream) {
            resets.opened();
        }

        /**
         * Netty tells nobody what a listener throws: the next request is refused instead. It "resets" what is still to be written when
         * the connection has closed as well, and nobody hears that.
         */
        @Override
        public void onStreamClosed(Http2Stream stream) {
            if (stream.isResetSent() && !answered.released(stream) && channel.isActive()) {
                count(Side.EDGE);
            }
        }

        /** This guard's, and Netty's own against settings, pings, continuations and empty frames: all say so. */
        @Override
        public void onGoAwaySent(int lastStreamId, long errorCode, ByteBuf debugData) {
            if (errorCode == Http2Error.ENHANCE_YOUR_CALM.code() && !counted) {
                counted = true;
                counts.cut(Cut.FLOOD);
            }
        }
    }
}
