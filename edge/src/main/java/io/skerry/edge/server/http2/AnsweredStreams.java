package io.skerry.edge.server.http2;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.TimeUnit;

/**
 * Resets streams ({@code NO_ERROR}) that are answered in full while their client still sends the content of its request (RFC 9113 8.1).
 *
 * <p>Nobody reads that content, so the client would wait for room to send the rest of it, a browser before it looks at the answer, and
 * the stream would stay open with its connection. Confined to the connection's event loop.
 */
final class AnsweredStreams extends Http2ConnectionAdapter {

    /** Most often the rest of the content is on its way, and the stream ends by itself: not every client is at ease with a reset. */
    private static final long PATIENCE_MILLIS = 200;

    private final Channel channel;
    private final Http2ConnectionHandler http2;
    private final Http2Connection.PropertyKey released;

    private AnsweredStreams(Channel channel, Http2ConnectionHandler http2) {
        this.channel = channel;
        this.http2 = http2;
        this.released = http2.connection().newKey();
    }

    /** Of a connection from now on. */
    static AnsweredStreams watch(Channel channel, Http2ConnectionHandler http2) {
        AnsweredStreams streams = new AnsweredStreams(channel, http2);
        http2.connection().addListener(streams);
        return streams;
    }

    /** Whether a stream was reset here: its client did nothing that is not usual. */
    boolean released(Http2Stream stream) {
        return stream.getProperty(released) != null;
    }

    @Override
    public void onStreamHalfClosed(Http2Stream stream) {
        if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
            var _ = channel.eventLoop().schedule(() -> release(stream), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    // What a reset comes to, Netty tells the connection's listeners.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void release(Http2Stream stream) {
        if (stream.state() != Http2Stream.State.HALF_CLOSED_LOCAL || !channel.isActive()) {
            return;
        }
        stream.setProperty(released, Boolean.TRUE);
        ChannelHandlerContext codec = channel.pipeline().context(http2);
        http2.resetStream(codec, stream.id(), Http2Error.NO_ERROR.code(), codec.newPromise());
        codec.flush();
    }
}
