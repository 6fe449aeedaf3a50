package io.skerry.cache.store.disk;

import io.skerry.cache.entry.JournalStamp;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How far the records of one shard were compared with the purge journal. It stands in the shard's own file: an old copy of the
 * file brings its old mark along, and what it holds is dropped if the journal has forgotten records since.
 *
 * @param incarnation of the journal
 * @param idLimit records with smaller ids were compared
 * @param seq up to this sequence number
 */
record SweptMark(long incarnation, long idLimit, long seq) {

    static final SweptMark NONE = new SweptMark(0, 0, 0);

    private static final int MAGIC = 0x534B5753;
    private static final int BYTES = Integer.BYTES + 3 * Long.BYTES;

    /** Up to where a record was compared. */
    long comparedUpTo(long id, JournalStamp stamp) {
        boolean covered = id < idLimit && incarnation == stamp.incarnation();
        return covered ? Math.max(seq, stamp.seq()) : stamp.seq();
    }

    /** The mark in a direct buffer, ready for reading. */
    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES + Integer.BYTES);
        bytes.putInt(MAGIC).putLong(incarnation).putLong(idLimit).putLong(seq);
        bytes.putInt(crc(bytes.slice(0, BYTES)));
        return bytes.flip();
    }

    /** The mark of these bytes; {@link #NONE} if they are none. */
    static SweptMark decode(ByteBuffer bytes) {
        boolean sound = bytes.remaining() == BYTES + Integer.BYTES
                && bytes.getInt(0) == MAGIC
                && bytes.getInt(BYTES) == crc(bytes.slice(0, BYTES));
        return sound ? new SweptMark(bytes.getLong(4), bytes.getLong(12), bytes.getLong(20)) : NONE;
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
