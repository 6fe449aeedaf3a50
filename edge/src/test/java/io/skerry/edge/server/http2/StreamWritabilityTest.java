package io.skerry.edge.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams of a connection that is full for so short a time that it has room again when it is told of that. */
class StreamWritabilityTest {

    /** A mark that Netty leaves to others. Like what waits to be encrypted, it counts at once and is told of by a task of the event loop. */
    private static final int MARK = 1;

    private final Http2ConnectionHandler http2 = new Http2ConnectionHandlerBuilder()
            .server(true)
            .frameListener(new Http2EventAdapter())
            .build();
    private final Http2RemoteFlowController flow = http2.encoder().flowController();
    private final Map<Integer, Boolean> told = new HashMap<>();
    private final EmbeddedChannel channel;

    StreamWritabilityTest() {
        flow.listener(stream -> told.put(stream.id(), flow.isWritable(stream)));
        channel = new EmbeddedChannel(http2, new StreamWritability(flow));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void a_stream_made_meanwhile_is_told_of_the_room() throws Http2Exception {
        room(false);
        Http2Stream stream = http2.connection().remote().createStream(1, true);
        assertThat(flow.isWritable(stream)).isFalse();
        room(true);
        channel.runPendingTasks();

        assertThat(told).containsEntry(1, true);
    }

    @Test
    void a_stream_looked_at_meanwhile_is_told_of_the_room() throws Http2Exception {
        Http2Stream stream = http2.connection().remote().createStream(1, true);
        room(false);
        flow.incrementWindowSize(stream, 1);
        assertThat(told).containsEntry(1, false);
        room(true);
        channel.runPendingTasks();

        assertThat(told).containsEntry(1, true);
    }

    @Test
    void a_stream_behind_one_that_fills_the_connection_when_told_of_room_is_told_later() throws Http2Exception {
        room(false);
        channel.runPendingTasks();
        http2.connection().remote().createStream(1, true);
        http2.connection().remote().createStream(3, true);
        AtomicBoolean filled = new AtomicBoolean();
        flow.listener(stream -> {
            told.put(stream.id(), flow.isWritable(stream));
            if (filled.compareAndSet(false, true)) {
                channel.eventLoop().execute(() -> room(true));
                room(false);
            }
        });
        room(true);
        channel.runPendingTasks();

        assertThat(told).containsEntry(1, true).containsEntry(3, true);
    }

    private void room(boolean room) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(MARK, room);
    }
}
