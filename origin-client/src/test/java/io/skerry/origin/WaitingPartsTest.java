package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Who holds the network's buffers, and for how long. */
class WaitingPartsTest {

    private final WaitingParts parts = new WaitingParts();

    @Test
    void the_only_part_is_lent_out_uncopied_and_its_buffer_goes_back_when_the_taker_says_so() {
        ByteBuf received = added("whole");

        OriginBody.Whole whole = parts.only().orElseThrow();

        assertThat(parts.isEmpty()).isTrue();
        assertThat(((BufferInternal) whole.bytes()).unwrap().memoryAddress()).isEqualTo(received.memoryAddress());
        assertThat(whole.bytes()).hasToString("whole");
        assertThat(received.refCnt()).isOne();
        whole.release().run();
        assertThat(received.refCnt()).isZero();
    }

    @Test
    void a_part_that_nobody_took_until_reading_ended_is_a_copy() {
        ByteBuf received = added("kept");

        parts.readEnded();

        assertThat(received.refCnt()).isZero();
        assertThat(parts.only()).isEmpty();
        assertThat(parts.remove()).hasToString("kept");
        assertThat(parts.isEmpty()).isTrue();
    }

    @Test
    void several_parts_are_joined_in_their_order_and_hold_no_buffer() {
        ByteBuf first = added("one,");
        ByteBuf second = added("two,");
        ByteBuf third = added("three");

        assertThat(first.refCnt() + second.refCnt() + third.refCnt()).isZero();
        assertThat(parts.only()).isEmpty();
        OriginBody.Whole joined = parts.joined();
        assertThat(joined.bytes()).hasToString("one,two,three");
        joined.release().run();
        assertThat(parts.isEmpty()).isTrue();
    }

    @Test
    void parts_handed_over_one_by_one_hold_no_buffer() {
        ByteBuf first = added("one");
        assertThat(parts.remove()).hasToString("one");
        ByteBuf second = added("two");
        assertThat(parts.remove()).hasToString("two");

        assertThat(first.refCnt() + second.refCnt()).isZero();
    }

    @Test
    void what_is_dropped_goes_back() {
        ByteBuf received = added("dropped");

        parts.clear();

        assertThat(received.refCnt()).isZero();
        assertThat(parts.isEmpty()).isTrue();
    }

    /** Adds a part as a connection does: its own reference to the buffer ends when that returns. */
    private ByteBuf added(String text) {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer();
        buffer.writeCharSequence(text, StandardCharsets.US_ASCII);
        parts.add(BufferInternal.buffer(buffer));
        buffer.release();
        return buffer;
    }
}
