package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.BodyRead.BodyFault;
import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.Slabs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reading on when all memory is in use. */
@Timeout(60)
class SliceReaderTest {

    private static final int SLICE = 16 << 10;
    private static final int SLICES = 4;

    @TempDir
    Path folder;

    private final StoreThreads threads = new StoreThreads();
    private final MemoryBudget budget = MemoryBudget.unbounded();
    private final Slabs slabs = new Slabs(1 << 20, budget);
    private final byte[] content = new byte[SLICE * SLICES];
    private final List<Piece> others = new ArrayList<>();
    private final AtomicInteger inVain = new AtomicInteger();
    private FileChannel channel;
    private SliceReader reader;

    @BeforeEach
    void open() throws IOException {
        new Random(1).nextBytes(content);
        channel = FileChannel.open(Files.write(folder.resolve("content"), content));
        reader = new SliceReader(new OnDisk(), threads, this::memory, fault -> {});
    }

    @AfterEach
    void nothing_is_held() throws IOException {
        reader.close();
        others.forEach(Piece::release);
        threads.close();
        channel.close();
        assertThat(budget.bytes(Use.READ)).isZero();
        slabs.close();
    }

    @Test
    void reader_goes_on_when_others_have_given_memory_back() {
        takeTheRest();
        CompletableFuture<Long> later = CompletableFuture.supplyAsync(() -> next(0));
        Awaitility.await().until(() -> inVain.get() > 0);
        others.forEach(Piece::release);
        others.clear();

        assertThat(later.orTimeout(20, TimeUnit.SECONDS).join()).isZero();
    }

    @Test
    void memory_of_the_slice_that_was_read_does_for_the_next() {
        assertThat(next(0)).isEqualTo(0);
        takeTheRest();

        for (long at = SLICE; at < content.length; at += SLICE) {
            assertThat(next(at)).isEqualTo(at);
        }
    }

    @Test
    void reader_for_whom_there_is_never_any_is_told_so() {
        takeTheRest();

        assertThat(outcome(0)).isEqualTo(new BodyRead.Failed(BodyFault.UNAVAILABLE));
        assertThat(reader.begin()).isFalse();
    }

    private @Nullable Piece memory(long bytes) {
        Piece piece = slabs.take(bytes, Use.READ);
        if (piece == null) {
            inVain.incrementAndGet();
        }
        return piece;
    }

    private void takeTheRest() {
        for (Piece piece = slabs.take(SLICE, Use.READ); piece != null; piece = slabs.take(SLICE, Use.READ)) {
            others.add(piece);
        }
    }

    /** Where what was read lies in the content. */
    private long next(long offset) {
        BodyRead.Bytes bytes = (BodyRead.Bytes) outcome(offset);
        assertThat(bytes.buffer()).isEqualTo(ByteBuffer.wrap(content, (int) offset, SLICE));
        bytes.release().run();
        return offset;
    }

    private BodyRead outcome(long offset) {
        return BodyRead.outcomeOf(reader.read(offset, SLICE))
                .toCompletableFuture()
                .join();
    }

    private final class OnDisk implements SliceFile {

        @Override
        public int sliceBytes() {
            return SLICE;
        }

        @Override
        public long verifiableBytes() {
            return content.length;
        }

        @Override
        public int sliceCrc(int slice) {
            CRC32C crc = new CRC32C();
            crc.update(content, slice * SLICE, SLICE);
            return (int) crc.getValue();
        }

        @Override
        public FileChannel channel() {
            return channel;
        }

        @Override
        public void failed(Fault fault) {
            throw new AssertionError(fault);
        }
    }
}
