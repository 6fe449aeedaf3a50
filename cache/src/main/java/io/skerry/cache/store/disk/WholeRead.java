package io.skerry.cache.store.disk;

import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.PieceChain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads the whole content of a segment file into memory, verifying slice by slice as it goes. On a store thread. */
final class WholeRead {

    private final SliceFile file;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final CRC32C crc = new CRC32C();

    private WholeRead(SliceFile file) {
        this.file = file;
    }

    /**
     * The content.
     *
     * @return null when there is no memory for it, or it is not what its checksums say (which the file has been told then)
     */
    static @Nullable PieceChain of(SliceFile file, LongFunction<@Nullable Piece> memory) throws IOException {
        WholeRead read = new WholeRead(file);
        boolean whole = false;
        try {
            whole = read.fill(memory);
        } finally {
            if (!whole) {
                read.pieces.forEach(Piece::release);
            }
        }
        return whole
                ? new PieceChain(
                        read.pieces,
                        read.lengths.stream().mapToInt(Integer::intValue).toArray())
                : null;
    }

    private boolean fill(LongFunction<@Nullable Piece> memory) throws IOException {
        long at = 0;
        while (at < file.verifiableBytes()) {
            Piece piece = memory.apply(file.verifiableBytes() - at);
            if (piece == null) {
                return false;
            }
            pieces.add(piece);
            int count = (int) Math.min(piece.capacityBytes(), file.verifiableBytes() - at);
            lengths.add(count);
            if (!read(piece, at, count)) {
                file.failed(SliceFile.Fault.DAMAGED);
                return false;
            }
            at += count;
        }
        return true;
    }

    private boolean read(Piece piece, long start, int count) throws IOException {
        ByteBuffer target = piece.writable(0, count);
        while (target.hasRemaining()) {
            if (file.channel().read(target, start + target.position()) < 0) {
                return false;
            }
        }
        return verify(target.flip(), start);
    }

    /** A piece and a slice need not end together. */
    private boolean verify(ByteBuffer bytes, long start) {
        long at = start;
        while (bytes.hasRemaining()) {
            int slice = (int) (at / file.sliceBytes());
            long sliceEnd = Math.min(file.verifiableBytes(), (slice + 1L) * file.sliceBytes());
            int count = (int) Math.min(bytes.remaining(), sliceEnd - at);
            crc.update(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            at += count;
            if (at == sliceEnd) {
                if ((int) crc.getValue() != file.sliceCrc(slice)) {
                    return false;
                }
                crc.reset();
            }
        }
        return true;
    }
}
