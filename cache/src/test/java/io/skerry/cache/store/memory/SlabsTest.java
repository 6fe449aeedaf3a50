package io.skerry.cache.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.BodyRead.FileRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slots that are sent from without being copied. */
class SlabsTest {

    private static final int SLOT = 64 << 10;

    private final Slabs slabs = new Slabs(128L << 20, MemoryBudget.unbounded());

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

    @Test
    void pieces_that_follow_one_another_are_read_as_one_where_they_may_be_sent_from_the_file() throws Exception {
        Piece first = taken();
        Piece second = taken();
        Piece third = taken();
        fill(first, (byte) 'a');
        fill(second, (byte) 'b');
        fill(third, (byte) 'c');
        assertThat(second.isBehind(first)).isTrue();
        PieceChain inOrder = new PieceChain(List.of(first, second), new int[] {SLOT, SLOT});
        PieceChain apart = new PieceChain(List.of(third), new int[] {SLOT});

        BodyRead.Bytes run = (BodyRead.Bytes) inOrder.readToSend(SLOT / 4, 4 * SLOT);
        assertThat(run.buffer().remaining()).isEqualTo(2 * SLOT - SLOT / 4);
        assertThat(run.buffer().get(SLOT - SLOT / 4 - 1)).isEqualTo((byte) 'a');
        assertThat(run.buffer().get(SLOT - SLOT / 4)).isEqualTo((byte) 'b');
        assertThat(((BodyRead.Bytes) inOrder.readToSend(SLOT / 4, SLOT))
                        .buffer()
                        .remaining())
                .isEqualTo(SLOT);
        assertThat(((BodyRead.Bytes) inOrder.read(0, 4 * SLOT)).buffer().remaining())
                .as("bytes to be copied stay within their piece")
                .isEqualTo(SLOT);

        FileRange range = fileOf(run).share();
        ByteBuffer read = ByteBuffer.allocate(SLOT);
        assertThat(range.channel().read(read, range.position() + SLOT - SLOT / 4))
                .isEqualTo(SLOT);
        assertThat(read.array()).containsOnly((byte) 'b');
        assertThat(first.shared() && second.shared()).isTrue();
        assertThat(third.shared()).isFalse();
        inOrder.release();
        apart.release();
    }

    @Test
    void pieces_that_do_not_follow_one_another_or_are_not_full_are_read_one_by_one() {
        Piece first = taken();
        Piece second = taken();
        Piece third = taken();
        PieceChain gap = new PieceChain(List.of(first, third), new int[] {SLOT, SLOT});
        assertThat(((BodyRead.Bytes) gap.readToSend(0, 2 * SLOT)).buffer().remaining())
                .isEqualTo(SLOT);
        gap.release();

        Piece fourth = taken();
        assertThat(fourth.isBehind(second)).isTrue();
        PieceChain notFull = new PieceChain(List.of(second, fourth), new int[] {SLOT - 1, SLOT});
        assertThat(((BodyRead.Bytes) notFull.readToSend(0, 2 * SLOT)).buffer().remaining())
                .isEqualTo(SLOT - 1);
        notFull.release();
    }

    @Test
    void memory_is_never_made_of_large_pages_of_which_a_part_could_not_be_exchanged() throws Exception {
        String mappings = Files.readString(Path.of("/proc/self/smaps"));
        int ours = mappings.lastIndexOf("skerry-memory");
        int flags = mappings.indexOf("VmFlags:", ours);

        assertThat(ours).isPositive();
        assertThat(mappings.substring(flags, mappings.indexOf('\n', flags))).contains(" nh");
    }

    private Piece taken() {
        Piece piece = slabs.take(SLOT, Use.HOT);
        assertThat(piece).isNotNull();
        return piece;
    }

    private static void fill(Piece piece, byte with) {
        ByteBuffer memory = piece.writable(0, SLOT);
        while (memory.hasRemaining()) {
            memory.put(with);
        }
    }

    private PieceChain filled(byte with) {
        Piece piece = taken();
        fill(piece, with);
        return new PieceChain(List.of(piece), new int[] {SLOT});
    }

    private static BodyRead.InFile fileOf(BodyRead read) {
        BodyRead.InFile file = ((BodyRead.Bytes) read).file();
        assertThat(file).isNotNull();
        return file;
    }
}
