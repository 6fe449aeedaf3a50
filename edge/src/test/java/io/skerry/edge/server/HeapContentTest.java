package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is handed on may be forgotten; what the network received goes back at once. */
class HeapContentTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new HeapContent());

    @Test
    void content_and_its_end_are_copied_with_all_there_is_to_know_of_them() {
        ByteBuf part = received();
        ByteBuf last = received();
        LastHttpContent end = new DefaultLastHttpContent(last);
        end.trailingHeaders().add("X", "y");
        end.setDecoderResult(DecoderResult.failure(new IllegalStateException("broken")));

        channel.writeInbound(new DefaultHttpContent(part), end, LastHttpContent.EMPTY_LAST_CONTENT);

        assertThat(List.of(part.refCnt(), last.refCnt())).containsOnly(0);
        HttpContent first = channel.readInbound();
        assertThat(first.content().isDirect()).isFalse();
        assertThat(first.content().toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
        LastHttpContent second = channel.readInbound();
        assertThat(second.content().toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
        assertThat(second.trailingHeaders().get("X")).isEqualTo("y");
        assertThat(second.decoderResult().isFailure()).isTrue();
        HttpContent third = channel.readInbound();
        assertThat(third).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    @Test
    void bytes_of_a_tunnel_are_copied() {
        ByteBuf bytes = received();

        channel.writeInbound(bytes);

        assertThat(bytes.refCnt()).isZero();
        ByteBuf copy = channel.readInbound();
        assertThat(copy.isDirect()).isFalse();
        assertThat(copy.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
    }

    private static ByteBuf received() {
        return PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes("hello".getBytes(StandardCharsets.US_ASCII));
    }
}
