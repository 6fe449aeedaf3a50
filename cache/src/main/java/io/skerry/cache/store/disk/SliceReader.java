package io.skerry.cache.store.disk;

import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.BodyRead.BodyFault;
import io.skerry.cache.store.memory.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader's way through a segment file: a slice is read and verified by a store thread into pieces of native memory, and
 * handed out from there until the reader goes on to the next.
 *
 * <p>Holds one slice at a time, and none while it waits for the memory of the next: who waits with memory in hand waits for others
 * who do. Guarded by its own lock: the reader's thread and the store thread meet here.
 */
public final class SliceReader {

    private static final Logger LOG = LoggerFactory.getLogger(SliceReader.class);
    /** Other readers give memory back as their clients take it; two seconds in all. */
    private static final long MEMORY_WAIT_MILLIS = 20;

    private static final int MOST_WAITS = 100;
    /** Beyond that, the disk stands still: the rest is to be had from the origin. */
    private static final long PATIENCE_SECONDS = 5;

    private static final BodyRead UNAVAILABLE = new BodyRead.Failed(BodyFault.UNAVAILABLE);
    private static final BodyRead CORRUPT = new BodyRead.Failed(BodyFault.CORRUPT);

    /** What became of reading a slice. */
    private enum Filled {
        WHOLE,
        /** All memory is in use at this moment. */
        NO_MEMORY,
        UNREAD,
        CORRUPT
    }

    private final SliceFile file;
    private final StoreThreads threads;
    private final LongFunction<@Nullable Piece> memory;
    private final Consumer<IOException> onFault;
    private List<Piece> slice = List.of();
    private long sliceStart;
    private long sliceEnd;
    /** Whether the file could be read at all. On store threads, one at a time. */
    private volatile boolean read;

    private boolean closed;

    /** @param onFault told of each file call that fails */
    SliceReader(
            SliceFile file, StoreThreads threads, LongFunction<@Nullable Piece> memory, Consumer<IOException> onFault) {
        this.onFault = onFault;
        this.file = file;
        this.threads = threads;
        this.memory = memory;
    }

    /** The next bytes from an offset below the file's verifiable end: at once from the slice at hand, else later. */
    public synchronized BodyRead read(long offset, int maxBytes) {
        BodyRead.Bytes atHand = atHand(offset, maxBytes);
        if (atHand != null) {
            return atHand;
        }
        CompletableFuture<BodyRead> later =
                new CompletableFuture<BodyRead>().completeOnTimeout(UNAVAILABLE, PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!threads.read(() -> attempt(later, offset, maxBytes, MOST_WAITS))) {
            return UNAVAILABLE;
        }
        return new BodyRead.Later(later);
    }

    /** Its client has bytes of this body already, so that memory is waited for, on no thread. */
    private void attempt(CompletableFuture<BodyRead> later, long offset, int maxBytes, int waits) {
        BodyRead outcome = loaded(offset, maxBytes);
        if (outcome != null) {
            answer(later, outcome);
        } else if (waits == 0) {
            later.complete(UNAVAILABLE);
        } else {
            threads.readIn(
                    MEMORY_WAIT_MILLIS,
                    () -> attempt(later, offset, maxBytes, waits - 1),
                    () -> later.complete(UNAVAILABLE));
        }
    }

    private static void answer(CompletableFuture<BodyRead> later, BodyRead outcome) {
        if (!later.complete(outcome) && outcome instanceof BodyRead.Bytes late) {
            late.release().run();
        }
    }

    /** Reads the first slice already, on a store thread; false if that cannot be done, or it is not what it should be. */
    boolean begin() {
        return loaded(0, 1) instanceof BodyRead.Bytes first && released(first);
    }

    private static boolean released(BodyRead.Bytes bytes) {
        bytes.release().run();
        return true;
    }

    private BodyRead.@Nullable Bytes atHand(long offset, int maxBytes) {
        if (offset < sliceStart || offset >= sliceEnd) {
            return null;
        }
        long start = sliceStart;
        for (Piece piece : slice) {
            long end = Math.min(sliceEnd, start + piece.capacityBytes());
            if (offset < end) {
                piece.retain();
                int count = (int) Math.min(maxBytes, end - offset);
                return new BodyRead.Bytes(piece.readable((int) (offset - start), count), piece::release);
            }
            start = end;
        }
        return null;
    }

    /** Whatever goes wrong is an answer: a reader that got none would wait for ever. Null where memory has to be waited for. */
    private @Nullable BodyRead loaded(long offset, int maxBytes) {
        try {
            return load(offset, maxBytes);
        } catch (RuntimeException | Error e) {
            LOG.warn("a slice cannot be read", e);
            return UNAVAILABLE;
        }
    }

    private @Nullable BodyRead load(long offset, int maxBytes) {
        int index = (int) (offset / file.sliceBytes());
        long start = (long) index * file.sliceBytes();
        int length = (int) Math.min(file.sliceBytes(), file.verifiableBytes() - start);
        if (length <= 0 || !letGo()) {
            return UNAVAILABLE;
        }
        List<Piece> pieces = new ArrayList<>(1);
        Filled filled = fill(pieces, start, length, file.sliceCrc(index));
        synchronized (this) {
            if (filled == Filled.WHOLE && !closed) {
                slice = pieces;
                sliceStart = start;
                sliceEnd = start + length;
                BodyRead.Bytes bytes = atHand(offset, maxBytes);
                return bytes == null ? UNAVAILABLE : bytes;
            }
            pieces.forEach(Piece::release);
            if (filled == Filled.NO_MEMORY && !closed) {
                return null;
            }
            return filled == Filled.CORRUPT ? CORRUPT : UNAVAILABLE;
        }
    }

    /** Gives the slice at hand back; false if the reader is closed. */
    private synchronized boolean letGo() {
        slice.forEach(Piece::release);
        slice = List.of();
        sliceEnd = sliceStart;
        return !closed;
    }

    private Filled fill(List<Piece> pieces, long start, int length, int expectedCrc) {
        CRC32C crc = new CRC32C();
        int at = 0;
        try {
            while (at < length) {
                Piece piece = memory.apply(length - at);
                if (piece == null) {
                    return Filled.NO_MEMORY;
                }
                pieces.add(piece);
                ByteBuffer target = piece.writable(0, Math.min(piece.capacityBytes(), length - at));
                if (!readFully(target, start + at)) {
                    file.failed(SliceFile.Fault.DAMAGED);
                    return Filled.CORRUPT;
                }
                at += target.limit();
                crc.update(target.flip());
            }
        } catch (IOException e) {
            unread(e);
            return Filled.UNREAD;
        }
        if ((int) crc.getValue() != expectedCrc) {
            file.failed(SliceFile.Fault.DAMAGED);
            return Filled.CORRUPT;
        }
        read = true;
        return Filled.WHOLE;
    }

    private void unread(IOException e) {
        // A reader that leaves has its file closed, under a read that waits or is under way
        // as well: no fault of the disk's.
        if (isClosed()) {
            return;
        }
        onFault.accept(e);
        if (read) {
            file.failed(SliceFile.Fault.UNREADABLE);
        }
    }

    private boolean readFully(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = file.channel().read(target, at);
            if (count < 0) {
                return false;
            }
            at += count;
        }
        return true;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Gives the slice at hand back. A read under way finds the reader closed and gives its own back. */
    public synchronized void close() {
        closed = true;
        boolean _ = letGo();
    }
}
