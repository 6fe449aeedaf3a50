package io.skerry.edge.server.http2;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.skerry.edge.server.socket.ListenerCounts;
import java.time.Duration;

/** Puts everything that watches a connection of HTTP/2 into its place. */
public final class ConnectionWatch {

    private ConnectionWatch() {}

    /**
     * How long a client may take.
     *
     * @param first from accepting a connection to its first stream
     * @param keepAlive without a stream after that
     * @param write without the client taking a byte of what is ready for it
     * @param look between two looks at a connection; each of the others is noticed at most that much late
     */
    public record Waits(Duration first, Duration keepAlive, Duration write, Duration look) {}

    /** Requests whose head nobody was given. */
    public interface Unread {

        /** One that was too large to be read, and was answered 431. */
        void tooLarge();

        /** One that was malformed: its stream was reset. */
        void malformed();

        /**
         * What came could not be taken, and the connection was ended for it (RFC 9113 5.4.1).
         *
         * @param status that says why, to nobody any more
         */
        void connectionFailed(int status);
    }

    /**
     * Watches an accepted connection, on its event loop, before its first byte is read.
     *
     * @param pipeline of the connection
     * @param http2 its handler there
     * @param counts of its listener
     * @param unread told after each such request
     */
    public static void install(
            ChannelPipeline pipeline, Http2ConnectionHandler http2, Waits waits, ListenerCounts counts, Unread unread) {
        // Each looks at a head before those that were put there earlier.
        UnreadHeads.watch(pipeline, http2, unread);
        HeadGuard.watch(http2);
        AnsweredStreams answered = AnsweredStreams.watch(pipeline.channel(), http2);
        ResetGuard.watch(pipeline.channel(), http2, answered, counts);
        StalledStreams stalled = StalledStreams.watch(http2);
        pipeline.addLast(new StreamWritability(http2.encoder().flowController()));
        pipeline.addLast(new MultiplexGuard(waits, http2.connection(), stalled, counts));
    }
}
