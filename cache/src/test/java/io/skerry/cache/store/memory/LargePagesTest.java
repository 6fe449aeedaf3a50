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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slots that the system puts into large pages. */
class LargePagesTest {

    private static final int SMALL = 64 << 10;
    private static final int LARGE = LargePage.BYTES;

    private final MemoryBudget budget = MemoryBudget.unbounded();
    private final Slabs slabs = new Slabs(448L << 20, budget);

    @BeforeEach
    void where_memory_can_be_a_file() {
        assumeThat(slabs.file()).as("memfd_create is Linux's").isNotNull();
    }

    @AfterEach
    void close() {
        slabs.close();
    }

    @Test
    void contents_that_fill_a_large_page_get_one_and_others_slots_of_their_size() {
        Piece filling = taken(10L * LARGE);
        Piece tail = taken(LARGE - 1);
        Piece small = taken(SMALL);

        assertThat(filling.capacityBytes()).isEqualTo(LARGE);
        assertThat(tail.capacityBytes()).isEqualTo(slabs.largestSlotBytes()).isLessThan(LARGE);
        assertThat(small.capacityBytes()).isEqualTo(SMALL);
        filling.release();
        tail.release();
        small.release();
    }

    @Test
    void memory_of_small_slabs_has_none() {
        try (Slabs few = new Slabs(64L << 20, budget)) {
            Piece piece = Objects.requireNonNull(few.take(10L * LARGE, Use.HOT));
            assertThat(piece.capacityBytes()).isEqualTo(few.largestSlotBytes());
            piece.release();
        }
    }

    @Test
    void the_slot_lies_in_one_large_page_and_has_what_was_written_before_and_after() throws Exception {
        Piece piece = taken(LARGE);
        fill(piece, 0, (byte) 'a');
        assumeThat(piece.enlarge())
                .as("large pages, which Linux has from 6.1 on")
                .isTrue();
        FileRange range = piece.share(0);
        fill(piece, LARGE / 2, (byte) 'b');

        ByteBuffer read = ByteBuffer.allocate(LARGE);
        assertThat(range.channel().read(read, range.position())).isEqualTo(LARGE);
        assertThat(read.get(0)).isEqualTo((byte) 'a');
        assertThat(read.get(LARGE / 2 - 1)).isEqualTo((byte) 'a');
        assertThat(read.get(LARGE / 2)).isEqualTo((byte) 'b');
        assertThat(read.get(LARGE - 1)).isEqualTo((byte) 'b');
        piece.release();
    }

    @Test
    void what_is_on_its_way_out_of_a_large_page_stays_what_it_was_when_the_slot_is_used_anew() throws Exception {
        Piece piece = large((byte) 'a');
        byte[] received = receivedWhile(piece, LARGE, () -> {
            Piece next = large((byte) 'b');
            assertThat(next.share(0).position())
                    .as("the same slot")
                    .isEqualTo(piece.share(0).position());
            next.release();
        });

        assertThat(received).containsOnly((byte) 'a');
    }

    @Test
    void small_slots_where_a_large_page_was_are_exchanged_without_the_network_seeing_it() throws Exception {
        Piece first = large((byte) 'a');
        Piece second = large((byte) 'a');
        List<Long> places = List.of(offset(first), offset(second));
        first.release();
        second.release();
        Piece small = taken(SMALL);
        assertThat(places).as("one of the two slabs serves another size").contains(offset(small));
        fill(small, 0, (byte) 'c');
        byte[] received = receivedWhile(small, SMALL, () -> {
            Piece next = taken(SMALL);
            fill(next, 0, (byte) 'd');
            assertThat(next.share(0).position())
                    .as("the same slot")
                    .isEqualTo(small.share(0).position());
            next.release();
        });

        assertThat(received).containsOnly((byte) 'c');
    }

    @Test
    void whoever_asks_for_large_pages_is_told_of_the_end_also_where_many_ask_and_where_memory_closes()
            throws Exception {
        AtomicInteger told = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            Piece piece = taken(LARGE);
            piece.write(0, ByteBuffer.allocate(1), 1);
            PieceChain content = new PieceChain(List.of(piece), new int[] {LARGE});
            content.enlarge(() -> {
                content.release();
                told.incrementAndGet();
            });
        }
        slabs.close();

        assertThat(told).hasValue(200);
        assertThat(budget.bytes(Use.HOT)).isZero();
    }

    /** What a client gets of a piece's bytes that were sent from the file, if they wait in its socket while the piece is given back. */
    private byte[] receivedWhile(Piece piece, int bytes, Runnable after) throws Exception {
        try (ServerSocketChannel listening =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel sender = SocketChannel.open(listening.getLocalAddress());
                SocketChannel receiver = listening.accept()) {
            sender.configureBlocking(false);
            PieceChain content = new PieceChain(List.of(piece), new int[] {bytes});
            FileRange range = Objects.requireNonNull(((BodyRead.Bytes) content.readToSend(0, bytes)).file())
                    .share();
            long sent = range.channel().transferTo(range.position(), bytes, sender);
            assertThat(sent).isPositive();
            content.release();
            after.run();
            ByteBuffer received = ByteBuffer.allocate((int) sent);
            while (received.hasRemaining()) {
                receiver.read(received);
            }
            return received.array();
        }
    }

    /** A full slot in a large page. */
    private Piece large(byte with) {
        Piece piece = taken(LARGE);
        fill(piece, 0, with);
        assumeThat(piece.enlarge())
                .as("large pages, which Linux has from 6.1 on")
                .isTrue();
        return piece;
    }

    private static long offset(Piece piece) {
        return Objects.requireNonNull(piece.slab()).offsetOf(piece);
    }

    private Piece taken(long bytes) {
        Piece piece = slabs.take(bytes, Use.HOT);
        assertThat(piece).isNotNull();
        return piece;
    }

    private static void fill(Piece piece, int from, byte with) {
        ByteBuffer memory = piece.writable(from, piece.capacityBytes() - from);
        while (memory.hasRemaining()) {
            memory.put(with);
        }
    }
}
