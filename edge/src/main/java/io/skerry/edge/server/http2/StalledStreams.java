package io.skerry.edge.server.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the streams of an HTTP/2 connection whose client makes no room for what is ready for it, so that what they hold is given back:
 * a body of the store, a connection to the origin.
 *
 * <p>Looked for from time to time, no timer per stream. Confined to the connection's event loop.
 */
final class StalledStreams extends Http2FrameListenerDecorator {

    private final Http2ConnectionHandler http2;
    private final Http2RemoteFlowController flow;
    private final Http2Connection.PropertyKey key;

    private StalledStreams(Http2ConnectionHandler http2) {
        super(http2.decoder().frameListener());
        this.http2 = http2;
        this.flow = http2.encoder().flowController();
        this.key = http2.connection().newKey();
    }

    /** Of a connection from now on. */
    static StalledStreams watch(Http2ConnectionHandler http2) {
        StalledStreams streams = new StalledStreams(http2);
        http2.decoder().frameListener(streams);
        return streams;
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext context, int streamId, int increment) throws Http2Exception {
        super.onWindowUpdateRead(context, streamId, increment);
        Http2Stream stream = http2.connection().stream(streamId);
        if (stream != null && streamId != 0) {
            reading(stream).granted(increment);
        }
    }

    /**
     * Those that have waited for too long.
     *
     * @param context of any handler of the connection
     * @param nanos the time, as {@link System#nanoTime} gives it
     * @param patienceNanos for how long a stream may wait at least
     */
    List<Http2Stream> find(ChannelHandlerContext context, long nanos, long patienceNanos) {
        boolean room = context.channel().isWritable();
        List<Http2Stream> stalled = new ArrayList<>(0);
        try {
            http2.connection().forEachActiveStream(stream -> {
                if (stalls(stream, room, nanos, patienceNanos)) {
                    stalled.add(stream);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("only the visitor throws it", e);
        }
        return stalled;
    }

    /** Resets them ({@code CANCEL}), which their writers are told of. */
    // What a reset comes to, Netty tells the connection's listeners.
    @SuppressWarnings("FutureReturnValueIgnored")
    void reset(ChannelHandlerContext context, List<Http2Stream> streams) {
        if (streams.isEmpty()) {
            return;
        }
        ChannelHandlerContext codec = context.pipeline().context(http2);
        for (Http2Stream stream : streams) {
            http2.resetStream(codec, stream.id(), Http2Error.CANCEL.code(), codec.newPromise());
        }
        codec.flush();
    }

    /** While the connection itself has no room, no stream is to blame. */
    private boolean stalls(Http2Stream stream, boolean room, long nanos, long patienceNanos) {
        if (room && stream.isHeadersSent() && stream.state().localSideOpen() && !flow.isWritable(stream)) {
            return reading(stream).stalls(flow.initialWindowSize(), flow.windowSize(stream), nanos, patienceNanos);
        }
        StreamReading known = stream.getProperty(key);
        if (known != null) {
            known.flows();
        }
        return false;
    }

    private StreamReading reading(Http2Stream stream) {
        @Nullable StreamReading known = stream.getProperty(key);
        if (known == null) {
            known = new StreamReading();
            stream.setProperty(key, known);
        }
        return known;
    }
}
