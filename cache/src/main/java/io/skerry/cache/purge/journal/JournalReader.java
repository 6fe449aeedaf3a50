package io.skerry.cache.purge.journal;

import io.skerry.cache.purge.record.JournalDamaged;
import io.skerry.cache.purge.record.PurgeRecord;
import io.skerry.cache.purge.record.RecordCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Reads a journal once from its first record to its last, in bounded memory. */
final class JournalReader {

    private static final int BUFFER_BYTES = 1 << 20;

    private final JournalFile file;
    private final JournalHeader header;
    private final long size;

    /** Bytes of the file that were read and not yet consumed, from {@code position} on. */
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

    private long position = JournalHeader.BYTES;

    JournalReader(JournalFile file, JournalHeader header) throws IOException {
        this.file = file;
        this.header = header;
        this.size = file.size();
    }

    /** Reads the header of a journal. */
    static JournalHeader header(JournalFile file) throws IOException, JournalDamaged {
        ByteBuffer bytes = ByteBuffer.allocate(JournalHeader.BYTES);
        file.read(bytes, 0);
        return JournalHeader.decode(bytes.flip());
    }

    /**
     * Hands over all records in order.
     *
     * @param checkpoints learns where they end
     * @return how far the journal is good; what follows in the file is a torn tail, to be cut
     * @throws JournalDamaged if anything acknowledged is missing or altered
     */
    JournalHeader replay(Consumer<PurgeRecord> records, Checkpoints checkpoints) throws IOException, JournalDamaged {
        long number = header.firstNumber() - 1;
        while (position < size) {
            int length = validPayloadLength();
            if (length < 0) {
                checkTornTail();
                break;
            }
            PurgeRecord record = RecordCodec.decode(payload(length));
            if (record.number() != number + 1) {
                throw new JournalDamaged("record " + record.number() + " follows record " + number);
            }
            records.accept(record);
            number = record.number();
            skip(RecordCodec.FRAME_BYTES + length);
            checkpoints.note(number, position);
        }
        if (position < header.ackedEnd() || number < header.ackedNumber()) {
            throw new JournalDamaged(
                    "record " + header.ackedNumber() + " was acknowledged, the file ends with " + number);
        }
        JournalMark mark = header.mark();
        return header.with(new JournalMark(number, position, mark.deliveredNumber(), mark.position()));
    }

    /** The payload's length of the next record if the record is whole and matches its checksum, else -1. */
    private int validPayloadLength() throws IOException {
        if (!available(RecordCodec.FRAME_BYTES)) {
            return -1;
        }
        int length = buffer.getInt(buffer.position());
        if (length <= 0 || length > RecordCodec.MAX_PAYLOAD_BYTES || !available(RecordCodec.FRAME_BYTES + length)) {
            return -1;
        }
        int checksum = buffer.getInt(buffer.position() + Integer.BYTES);
        return RecordCodec.checksum(payload(length)) == checksum ? length : -1;
    }

    private ByteBuffer payload(int length) {
        return buffer.slice(buffer.position() + RecordCodec.FRAME_BYTES, length);
    }

    /** A torn write has nothing behind it: a good record after a bad one means that the bad one was good once. */
    private void checkTornTail() throws IOException, JournalDamaged {
        long torn = position;
        if (torn < header.ackedEnd()) {
            throw new JournalDamaged("an acknowledged record is altered, at byte " + torn);
        }
        int length = available(RecordCodec.FRAME_BYTES) ? buffer.getInt(buffer.position()) : -1;
        if (length > 0 && length <= RecordCodec.MAX_PAYLOAD_BYTES && available(RecordCodec.FRAME_BYTES + length)) {
            skip(RecordCodec.FRAME_BYTES + length);
            if (position < size && validPayloadLength() >= 0) {
                throw new JournalDamaged("a record is altered and others follow it, at byte " + torn);
            }
        }
        position = torn;
    }

    private void skip(int bytes) {
        buffer.position(buffer.position() + bytes);
        position += bytes;
    }

    private boolean available(int bytes) throws IOException {
        if (position + bytes > size) {
            return false;
        }
        if (buffer.remaining() < bytes) {
            if (bytes > buffer.capacity()) {
                buffer = ByteBuffer.allocate(2 * bytes).put(buffer);
            } else {
                buffer.compact();
            }
            file.read(buffer, position + buffer.position());
            buffer.flip();
        }
        return buffer.remaining() >= bytes;
    }
}
