package io.skerry.cache.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What arrives without room is held outside the slabs, and no longer than it is needed. */
class OverflowTest {

    private static final int LENGTH = 64 << 10;
    private static final long MIB = 1L << 20;

    private final MemoryBudget budget = MemoryBudget.unbounded();
    private final Slabs slabs = new Slabs(MIB, budget);

    @AfterEach
    void close() {
        slabs.close();
    }

    @Test
    void holds_what_was_written_and_is_charged_meanwhile() {
        Piece piece = slabs.overflow(LENGTH);
        piece.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3}), 3);

        assertThat(piece.readable(1, 2)).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
        assertThat(piece.capacityBytes()).isEqualTo(LENGTH);
        assertThat(budget.bytes(Use.OVERFLOW)).isEqualTo(LENGTH);
        piece.release();
        assertThat(budget.bytes(Use.OVERFLOW)).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void is_given_back_at_once_and_not_when_the_collector_comes_to_it() throws IOException {
        ByteBuffer arriving = ByteBuffer.wrap(new byte[LENGTH]);
        long before = residentBytes();
        for (int i = 0; i < 500 * MIB / LENGTH; i++) {
            Piece piece = slabs.overflow(LENGTH);
            piece.write(0, arriving.rewind(), LENGTH);
            piece.release();
        }

        assertThat(residentBytes() - before).isLessThan(200 * MIB);
    }

    private static long residentBytes() throws IOException {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
        return Long.parseLong(pages[1]) * 4096;
    }
}
