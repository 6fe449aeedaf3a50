package io.skerry.cache.store.disk;

import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.PieceChain;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A record read out of its shard, to be verified and then used.
 *
 * <p>A record with its content is copied into a slot at once, and its content goes out from there: the bytes that were verified are those that
 * are sent. Where no slot is large enough, and where the content is elsewhere, the thread's own buffer takes it. On store threads;
 * closed by whoever asked for it, which gives a slot back whose content nobody has taken.
 */
final class RecordCopy implements AutoCloseable {

    private final @Nullable ByteBuffer bytes;
    private final LongFunction<@Nullable Piece> memory;
    private @Nullable Piece slot;

    private RecordCopy(@Nullable ByteBuffer bytes, @Nullable Piece slot, LongFunction<@Nullable Piece> memory) {
        this.bytes = bytes;
        this.slot = slot;
        this.memory = memory;
    }

    /** Copies the record of an entry, if it is there. */
    static RecordCopy of(DiskEntry entry, ShardSet shards, LongFunction<@Nullable Piece> memory) {
        Piece slot = entry.inFile() ? null : memory.apply(entry.recordBytes());
        if (slot != null && slot.capacityBytes() < entry.recordBytes()) {
            slot.release();
            slot = null;
        }
        ByteBuffer bytes = slot == null ? shards.get(entry) : shards.get(entry, slot.writable(0, slot.capacityBytes()));
        return new RecordCopy(bytes, slot, memory);
    }

    /** The record, unverified; null for none. */
    @Nullable
    ByteBuffer bytes() {
        return bytes;
    }

    /** The content that stands in the record, for its receiver to give back; null when there is no memory for it. Asked for once. */
    @Nullable
    PieceChain content(int from, int length) {
        Piece whole = slot;
        if (whole == null || length == 0) {
            return copied(Objects.requireNonNull(bytes).position(from));
        }
        slot = null;
        return new PieceChain(whole, from, length);
    }

    private @Nullable PieceChain copied(ByteBuffer content) {
        List<Piece> pieces = new ArrayList<>(1);
        List<Integer> lengths = new ArrayList<>(1);
        while (content.hasRemaining()) {
            Piece piece = memory.apply(content.remaining());
            if (piece == null) {
                pieces.forEach(Piece::release);
                return null;
            }
            int count = Math.min(piece.capacityBytes(), content.remaining());
            piece.write(0, content, count);
            pieces.add(piece);
            lengths.add(count);
        }
        return new PieceChain(
                pieces, lengths.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public void close() {
        Piece unused = slot;
        if (unused != null) {
            unused.release();
        }
    }
}
