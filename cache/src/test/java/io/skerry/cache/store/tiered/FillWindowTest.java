package io.skerry.cache.store.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.PieceChain;
import io.skerry.cache.store.memory.Slabs;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which slots an arriving body takes. */
class FillWindowTest {

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int UNKNOWN = -1;

    private final Slabs slabs = new Slabs(448L * MIB, MemoryBudget.unbounded());
    private final FillWindow window = new FillWindow();

    @AfterEach
    void close() {
        window.clear();
        slabs.close();
    }

    @Test
    void a_long_body_of_known_length_lies_in_large_pages_when_enough_of_it_has_come() {
        arrive(16 * KIB, 10 * MIB);
        assertThat(sizes()).as("it may stop here").containsExactly(256 * KIB);

        arrive(10 * MIB - 16 * KIB, 10 * MIB);
        assertThat(sizes().subList(1, 5)).containsOnly(2 * MIB);
        assertThat(window.slotBytes()).isEqualTo(10 * MIB);
    }

    @Test
    void a_body_of_unknown_length_takes_little_more_than_it_needs() {
        for (int length = 0; length < 40 * MIB; length += 64 * KIB) {
            arrive(64 * KIB, UNKNOWN);
            assertThat(window.slotBytes())
                    .as("%d bytes", window.end())
                    .isLessThanOrEqualTo(window.end() * 5 / 4 + 256 * KIB);
        }
        assertThat(sizes()).as("of much, large pages").contains(2 * MIB);
    }

    private void arrive(int bytes, long expectedEnd) {
        for (int left = bytes; left > 0; left -= 16 * KIB) {
            ByteBuffer chunk = ByteBuffer.allocate(Math.min(left, 16 * KIB));
            assertThat(window.append(chunk, expectedEnd, wanted -> slabs.take(wanted, Use.FILL)))
                    .isTrue();
        }
    }

    private List<Integer> sizes() {
        PieceChain chain = window.chain();
        List<Integer> sizes = chain.pieces().stream().map(Piece::capacityBytes).toList();
        chain.release();
        return sizes;
    }
}
