package io.skerry.edge.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.skerry.edge.server.socket.ListenerCounts;
import io.skerry.edge.server.socket.ListenerCounts.Cut;
import io.skerry.edge.server.socket.ListenerCounts.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames as a client sends them, and what comes of them. */
class ResetGuardTest {

    /** {@code :method: GET}, {@code :scheme: https} and {@code :path: /}, as HPACK has them in its table. */
    private static final byte[] HEAD = {(byte) 0x82, (byte) 0x87, (byte) 0x84};

    private static final int END_OF_STREAM_AND_HEADERS = 0x5;
    private static final int FLOOD = 3 * ResetFlood.ALLOWED;

    private int requests;
    private int streamId = -1;
    private final ByteBuf sent = Unpooled.buffer();
    private final Http2ConnectionHandler http2 = new Http2ConnectionHandlerBuilder()
            .server(true)
            .encoderEnforceMaxRstFramesPerWindow(0, 0)
            .decoderEnforceMaxRstFramesPerWindow(0, 0)
            .frameListener(new Http2EventAdapter() {
                @Override
                public void onHeadersRead(
                        io.netty.channel.ChannelHandlerContext context,
                        int streamId,
                        Http2Headers headers,
                        int dependency,
                        short weight,
                        boolean exclusive,
                        int padding,
                        boolean endOfStream) {
                    requests++;
                }
            })
            .build();
    private final EmbeddedChannel channel = new EmbeddedChannel(http2);
    private final ListenerCounts counts = new ListenerCounts();

    ResetGuardTest() {
        ResetGuard.watch(channel, http2, AnsweredStreams.watch(channel, http2), counts);
        sent.writeBytes(Http2CodecUtil.connectionPrefaceBuf());
        frame(Http2FrameTypes.SETTINGS, 0, 0);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void a_client_that_resets_all_it_asks_for_is_cut_in_the_middle_of_what_was_read() {
        for (int i = 0; i < FLOOD; i++) {
            request();
            reset();
        }
        arrive();

        assertThat(requests).isEqualTo(ResetFlood.ALLOWED + 1);
        assertThat(goAway()).isEqualTo(Http2Error.ENHANCE_YOUR_CALM.code());
        assertThat(channel.isActive()).isFalse();
        assertThat(counts.cuts(Cut.FLOOD)).isEqualTo(1);
        assertThat(counts.resets(Side.CLIENT)).isEqualTo(ResetFlood.ALLOWED + 1);
    }

    @Test
    void a_client_that_brings_this_side_to_reset_is_cut() {
        for (int i = 0; i < FLOOD; i++) {
            request();
            frame(Http2FrameTypes.WINDOW_UPDATE, 0, streamId, new byte[4]);
        }
        arrive();

        assertThat(requests).isEqualTo(ResetFlood.ALLOWED + 1);
        assertThat(goAway()).isEqualTo(Http2Error.ENHANCE_YOUR_CALM.code());
        assertThat(channel.isActive()).isFalse();
        assertThat(counts.cuts(Cut.FLOOD)).isEqualTo(1);
        assertThat(counts.resets(Side.EDGE)).isGreaterThan(ResetFlood.ALLOWED);
        assertThat(counts.resets(Side.CLIENT)).isZero();
    }

    @Test
    void clients_of_whom_less_than_half_leave_are_none_of_its_business() {
        for (int i = 0; i < FLOOD; i++) {
            request();
            Http2Stream answered = arrive();
            request();
            reset();
            arrive();
            answered.close();
        }

        assertThat(requests).isEqualTo(2 * FLOOD);
        assertThat(channel.isActive()).isTrue();
        assertThat(counts.cuts(Cut.FLOOD)).isZero();
        assertThat(counts.resets(Side.CLIENT)).isEqualTo(FLOOD);
    }

    @Test
    void flood_that_netty_ends_is_counted_too() {
        ChannelFuture told = http2.goAway(
                channel.pipeline().context(http2),
                0,
                Http2Error.ENHANCE_YOUR_CALM.code(),
                Unpooled.EMPTY_BUFFER,
                channel.newPromise());
        channel.flush();

        assertThat(told.isSuccess()).isTrue();
        assertThat(counts.cuts(Cut.FLOOD)).isEqualTo(1);
    }

    private void request() {
        streamId += 2;
        frame(Http2FrameTypes.HEADERS, END_OF_STREAM_AND_HEADERS, streamId, HEAD);
    }

    private void reset() {
        frame(Http2FrameTypes.RST_STREAM, 0, streamId, 0, 0, 0, (int) Http2Error.CANCEL.code());
    }

    private void frame(byte type, int flags, int stream, int... payload) {
        byte[] bytes = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            bytes[i] = (byte) payload[i];
        }
        frame(type, flags, stream, bytes);
    }

    private void frame(byte type, int flags, int stream, byte[] payload) {
        sent.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
        sent.writeBytes(payload);
    }

    /** What was sent so far is read in one piece. The newest stream, if it is still open. */
    private Http2Stream arrive() {
        channel.writeInbound(sent.copy());
        sent.clear();
        return http2.connection().stream(streamId);
    }

    /** The code of the GOAWAY that was answered, or -1. */
    private long goAway() {
        for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            try {
                if (frame.readableBytes() > 16 && frame.getByte(3) == Http2FrameTypes.GO_AWAY) {
                    return frame.getUnsignedInt(13);
                }
            } finally {
                frame.release();
            }
        }
        return -1;
    }
}
