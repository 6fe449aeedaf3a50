package io.skerry.edge.server.http2;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Tells of requests whose head was larger than this side's settings allow: Netty hands none of it on, and answers 431 by itself.
 * Confined to the connection's event loop.
 */
final class UnreadHeads extends ArrivingHeads {

    private final Http2Connection connection;
    private final Http2Connection.PropertyKey read;
    private final Runnable answered;

    private UnreadHeads(Http2ConnectionHandler http2, Runnable answered) {
        super(http2);
        this.connection = http2.connection();
        this.read = connection.newKey();
        this.answered = answered;
    }

    /** Watches a connection from now on; {@code answered} runs once for each such request, when its stream has closed. */
    static void watch(Http2ConnectionHandler http2, Runnable answered) {
        UnreadHeads heads = new UnreadHeads(http2, answered);
        http2.decoder().frameListener(heads);
        http2.connection().addListener(heads.new Streams());
    }

    @Override
    void arrived(int streamId, Http2Headers headers) {
        Http2Stream stream = connection.stream(streamId);
        if (stream != null) {
            stream.setProperty(read, Boolean.TRUE);
        }
    }

    private final class Streams extends Http2ConnectionAdapter {
        @Override
        public void onStreamClosed(Http2Stream stream) {
            if (stream.isHeadersSent() && stream.getProperty(read) == null) {
                answered.run();
            }
        }
    }
}
