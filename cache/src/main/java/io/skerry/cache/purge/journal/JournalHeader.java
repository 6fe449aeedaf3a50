package io.skerry.cache.purge.journal;

import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.JournalDamaged;
import io.skerry.cache.purge.record.RecordCodec;
import java.nio.ByteBuffer;

/**
 * The first 128 bytes of a journal, version 2: who it is (written once), and its {@link JournalMark} (rewritten in place after each
 * group of records).
 *
 * <p>The acknowledged mark tells a torn tail from damage: what lies behind it was never answered and may be cut; before it,
 * nothing may be missing. It is itself made durable with the next group, so after a power failure it may be one group behind, and
 * is never ahead.
 *
 * @param incarnation random identity
 * @param firstNumber the number of the first record in the file; those before it are retired: nothing stored can need them
 * @param standIn the record that stands, as a purge of everything, for all up to it that the cluster does not have; 0 for none
 * @param mark how far it goes
 */
public record JournalHeader(long incarnation, long firstNumber, long standIn, JournalMark mark) {

    static final int BYTES = 128;
    static final int MARK_OFFSET = 40;

    private static final long MAGIC_AND_VERSION = 0x534B_5055_5247_4502L;
    private static final int IDENTITY_BYTES = 32;

    /** The header of a journal without records. */
    static JournalHeader ofNew(long incarnation, long firstNumber) {
        return new JournalHeader(
                incarnation,
                firstNumber,
                0,
                new JournalMark(firstNumber - 1, BYTES, firstNumber - 1, ClusterPosition.NONE));
    }

    /** The same journal, further. */
    JournalHeader with(JournalMark next) {
        return new JournalHeader(incarnation, firstNumber, standIn, next);
    }

    long ackedNumber() {
        return mark.ackedNumber();
    }

    long ackedEnd() {
        return mark.ackedEnd();
    }

    /** All bytes. */
    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(MAGIC_AND_VERSION)
                .putLong(incarnation)
                .putLong(firstNumber)
                .putLong(standIn);
        bytes.putInt(RecordCodec.checksum(bytes.slice(0, IDENTITY_BYTES)));
        bytes.position(MARK_OFFSET).put(encodeMark());
        return bytes.clear();
    }

    /** The bytes at {@link #MARK_OFFSET}. */
    ByteBuffer encodeMark() {
        ByteBuffer bytes = ByteBuffer.allocate(JournalMark.BYTES + Integer.BYTES);
        mark.encode(bytes);
        bytes.putInt(RecordCodec.checksum(bytes.slice(0, JournalMark.BYTES)));
        return bytes.flip();
    }

    /**
     * Reads the header.
     *
     * @throws JournalDamaged if its bytes are too few, of another version or not what was written
     */
    static JournalHeader decode(ByteBuffer bytes) throws JournalDamaged {
        if (bytes.remaining() < BYTES) {
            throw new JournalDamaged("the header is cut short");
        }
        if (bytes.getInt(IDENTITY_BYTES) != RecordCodec.checksum(bytes.slice(0, IDENTITY_BYTES))) {
            throw new JournalDamaged("the header does not match its checksum");
        }
        if (bytes.getLong(0) != MAGIC_AND_VERSION) {
            throw new JournalDamaged("not a purge journal of this version");
        }
        int markEnd = MARK_OFFSET + JournalMark.BYTES;
        if (bytes.getInt(markEnd) != RecordCodec.checksum(bytes.slice(MARK_OFFSET, JournalMark.BYTES))) {
            throw new JournalDamaged("the acknowledged mark does not match its checksum");
        }
        return new JournalHeader(
                bytes.getLong(8),
                bytes.getLong(16),
                bytes.getLong(24),
                JournalMark.decode(bytes.slice(MARK_OFFSET, JournalMark.BYTES)));
    }
}
