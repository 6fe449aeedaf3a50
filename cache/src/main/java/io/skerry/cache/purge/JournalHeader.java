package io.skerry.cache.purge;

import java.nio.ByteBuffer;

/**
 * The first 64 bytes of a journal, version 1: who it is (written once), and how far it was acknowledged (rewritten in place after
 * each group of records).
 *
 * <p>The acknowledged mark tells a torn tail from damage: what lies behind it was never answered and may be cut; before it,
 * nothing may be missing. It is itself made durable with the next group, so after a power failure it may be one group behind, and
 * is never ahead.
 *
 * @param incarnation random identity
 * @param firstNumber the number of the first record in the file
 * @param ackedNumber the newest record that was acknowledged; {@code firstNumber - 1} for none
 * @param ackedEnd where that record ends in the file
 */
record JournalHeader(long incarnation, long firstNumber, long ackedNumber, long ackedEnd) {

    static final int BYTES = 64;
    static final int MARK_OFFSET = 40;

    private static final long MAGIC_AND_VERSION = 0x534B_5055_5247_4501L;
    private static final int IDENTITY_BYTES = 32;
    private static final int MARK_BYTES = 16;

    /** The header of a journal without records. */
    static JournalHeader ofNew(long incarnation, long firstNumber) {
        return new JournalHeader(incarnation, firstNumber, firstNumber - 1, BYTES);
    }

    /** The same journal, acknowledged further. */
    JournalHeader acknowledged(long number, long end) {
        return new JournalHeader(incarnation, firstNumber, number, end);
    }

    /** All 64 bytes. */
    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(MAGIC_AND_VERSION)
                .putLong(incarnation)
                .putLong(firstNumber)
                .putLong(0);
        bytes.putInt(RecordCodec.checksum(bytes.slice(0, IDENTITY_BYTES)));
        bytes.position(MARK_OFFSET).put(encodeMark());
        return bytes.clear();
    }

    /** The bytes at {@link #MARK_OFFSET}. */
    ByteBuffer encodeMark() {
        ByteBuffer bytes = ByteBuffer.allocate(MARK_BYTES + Integer.BYTES);
        bytes.putLong(ackedNumber).putLong(ackedEnd);
        bytes.putInt(RecordCodec.checksum(bytes.slice(0, MARK_BYTES)));
        return bytes.flip();
    }

    /**
     * Reads the 64 bytes.
     *
     * @throws JournalDamaged if they are too few, of another version or not what was written
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
        int markEnd = MARK_OFFSET + MARK_BYTES;
        if (bytes.getInt(markEnd) != RecordCodec.checksum(bytes.slice(MARK_OFFSET, MARK_BYTES))) {
            throw new JournalDamaged("the acknowledged mark does not match its checksum");
        }
        return new JournalHeader(
                bytes.getLong(8), bytes.getLong(16), bytes.getLong(MARK_OFFSET), bytes.getLong(MARK_OFFSET + 8));
    }
}
