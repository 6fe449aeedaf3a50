package io.skerry.cache.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.BodyRead.FileRange;
import io.skerry.cache.store.memory.MemoryBudget.Use;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slots that are sent from without being copied. */
class SlabsTest {

    private static final int SLOT = 64 << 10;

    private final Slabs slabs = new Slabs(64L << 20);

    @BeforeEach
    void where_memory_can_be_a_file() {
        assumeThat(slabs.file()).as("memfd_create is Linux's").isNotNull();
    }

    @AfterEach
    void close() {
        slabs.close();
    }

    @Test
    void what_is_on_its_way_out_of_a_slot_stays_what_it_was_when_the_slot_is_used_anew() throws Exception {
        try (ServerSocketChannel listening =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel sender = SocketChannel.open(listening.getLocalAddress());
                SocketChannel receiver = listening.accept()) {
            PieceChain content = filled((byte) 'a');
            FileRange range = fileOf(content.readToSend(0, SLOT)).share();
            assertThat(range.channel().transferTo(range.position(), SLOT, sender))
                    .isEqualTo(SLOT);
            content.release();
            PieceChain next = filled((byte) 'b');
            FileRange reused = fileOf(next.readToSend(0, SLOT)).share();

            assertThat(reused.position()).as("the same slot").isEqualTo(range.position());
            ByteBuffer received = ByteBuffer.allocate(SLOT);
            while (received.hasRemaining()) {
                receiver.read(received);
            }
            assertThat(received.array()).containsOnly((byte) 'a');
            next.release();
        }
        assertThat(slabs.usedBytes()).isZero();
    }

    @Test
    void bytes_in_the_file_are_those_in_memory() throws Exception {
        PieceChain content = filled((byte) 'c');
        FileRange range = fileOf(content.readToSend(0, SLOT)).share();
        ByteBuffer read = ByteBuffer.allocate(SLOT);

        assertThat(range.channel().read(read, range.position())).isEqualTo(SLOT);
        assertThat(read.array()).containsOnly((byte) 'c');
        content.release();
    }

    @Test
    void few_bytes_and_those_that_do_not_stay_are_copied() {
        PieceChain content = filled((byte) 'd');

        assertThat(((BodyRead.Bytes) content.readToSend(0, 4096)).file()).isNull();
        assertThat(((BodyRead.Bytes) content.read(0, SLOT)).file()).isNull();
        content.release();
    }

    private PieceChain filled(byte with) {
        Piece piece = slabs.take(SLOT, Use.HOT);
        assertThat(piece).isNotNull();
        ByteBuffer memory = piece.writable(0, SLOT);
        while (memory.hasRemaining()) {
            memory.put(with);
        }
        return new PieceChain(List.of(piece), new int[] {SLOT});
    }

    private static BodyRead.InFile fileOf(BodyRead read) {
        BodyRead.InFile file = ((BodyRead.Bytes) read).file();
        assertThat(file).isNotNull();
        return file;
    }
}
