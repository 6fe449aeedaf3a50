package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TunnelBytesTest {

    @Test
    void what_is_handed_on_may_be_forgotten_and_what_was_received_goes_back() {
        ByteBuf received =
                PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes("hello".getBytes(StandardCharsets.US_ASCII));
        EmbeddedChannel channel = new EmbeddedChannel(new TunnelBytes());

        channel.writeInbound(received);

        assertThat(received.refCnt()).isZero();
        ByteBuf copy = channel.readInbound();
        assertThat(copy.isDirect()).isFalse();
        assertThat(copy.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
    }
}
