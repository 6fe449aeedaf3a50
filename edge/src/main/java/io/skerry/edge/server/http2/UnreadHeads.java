package io.skerry.edge.server.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests whose head is not handed on: Netty answers those that are larger than this side's settings allow with 431, and resets the
 * streams of those that are malformed. For a head that is larger still, and for whatever makes the rest of a connection unreadable, it
 * ends the connection.
 *
 * <p>Most of the malformed it resets before it has opened a stream, and then takes the content behind such a head for a fault of the whole
 * connection. Where it has opened one, Vert.x knows nothing of it, and stumbles over it when the connection fails before the reset was
 * sent. Such streams are therefore opened, if they are not, and closed as soon as their reset is written. Confined to the connection's
 * event loop.
 */
final class UnreadHeads extends ArrivingHeads {

    /** For which this side ends a connection of which it could read all: its time is over, a write failed, it is a flood (and counted). */
    private static final Set<Long> OWN_REASONS =
            Set.of(Http2Error.NO_ERROR.code(), Http2Error.INTERNAL_ERROR.code(), Http2Error.ENHANCE_YOUR_CALM.code());

    private final Http2Connection connection;
    private final Http2Connection.PropertyKey read;
    private final ConnectionWatch.Unread told;

    private UnreadHeads(Http2ConnectionHandler http2, ConnectionWatch.Unread told) {
        super(http2);
        this.connection = http2.connection();
        this.read = connection.newKey();
        this.told = told;
    }

    /**
     * Watches a connection from now on, behind whoever else looks at its heads.
     *
     * @param told once of each such request, when its stream has closed
     */
    static void watch(ChannelPipeline pipeline, Http2ConnectionHandler http2, ConnectionWatch.Unread told) {
        UnreadHeads heads = new UnreadHeads(http2, told);
        http2.decoder().frameListener(heads);
        http2.connection().addListener(heads.new Streams());
        pipeline.addBefore(pipeline.context(http2).name(), "resets", new WrittenResets(heads::resetWritten));
    }

    @Override
    void arrived(int streamId, Http2Headers headers) {
        Http2Stream stream = connection.stream(streamId);
        if (stream != null) {
            stream.setProperty(read, Boolean.TRUE);
        }
    }

    private void resetWritten(int streamId) {
        Http2Stream stream = connection.stream(streamId);
        if (stream == null && connection.remote().isValidStreamId(streamId)) {
            stream = opened(streamId);
        }
        if (stream != null && stream.getProperty(read) == null) {
            stream.resetSent().close();
        }
    }

    /** A stream of which no head was taken, or null if it was there before, or may not be there any more. */
    private @Nullable Http2Stream opened(int streamId) {
        try {
            return connection.remote().mayHaveCreatedStream(streamId)
                    ? null
                    : connection.remote().createStream(streamId, false);
        } catch (Http2Exception notAllowed) {
            return null;
        }
    }

    /** Of a head without bounds Netty says so in words alone. */
    private static int statusOf(ByteBuf words) {
        return words.toString(StandardCharsets.UTF_8).startsWith("Header size exceeded") ? 431 : 400;
    }

    private final class Streams extends Http2ConnectionAdapter {
        private boolean failed;

        @Override
        public void onGoAwaySent(int lastStreamId, long errorCode, ByteBuf words) {
            if (!failed && !OWN_REASONS.contains(errorCode)) {
                failed = true;
                told.connectionFailed(statusOf(words));
            }
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            if (stream.getProperty(read) != null) {
                return;
            }
            if (stream.isHeadersSent()) {
                told.tooLarge();
            } else if (stream.isResetSent()) {
                told.malformed();
            }
        }
    }
}
