package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.Test;

/** Connections that are ended by a RST. */
class AbortTest {

    /** In the turn of the event loop in which the client's end is read, an origin's may be as well. */
    @Test
    void what_the_client_has_closed_meanwhile_is_left_alone() {
        NioSocketChannel channel = new NioSocketChannel();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
        channel.unsafe().closeForcibly();

        assertThatCode(() -> NettyAccess.abort(channel.pipeline())).doesNotThrowAnyException();
    }
}
