package io.skerry.cache.store.disk;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.StoredHead;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a stored record, version 2, big-endian:
 *
 * <pre>
 *  0  u32  magic "SKR2"
 *  4  u32  CRC32C of the whole record, with these four bytes as zero
 *  8  u32  length of the whole record
 * 12  u64  id under which it is stored
 * 20  u32  place of the content: 0 inline, 1 in a file
 * 24       inline: u32 length · in a file: u64 file id, u64 length, u32 CRC32C of the file's trailer
 *          head (HeadCodec)
 *          inline content, to the end
 * </pre>
 *
 * <p>Decoding never throws and never yields a wrong head: a flipped bit or a missing byte anywhere is {@link
 * Decoded.Corrupt}. Whether it is the record asked for (id, key text, journal) is for the caller to compare. A change of
 * format gets a new magic; records of others are dropped.
 */
final class EntryCodec {

    /** Longer contents go to files. */
    static final int MAX_INLINE_BYTES = 64 << 10;

    /** Heads whose record would be longer are not stored on disk. */
    static final int MAX_RECORD_BYTES = MAX_INLINE_BYTES + (48 << 10);

    private static final int MAGIC = 0x534B5232;
    private static final int CRC_AT = 4;
    private static final int ID_AT = 12;
    private static final int FIXED_BYTES = 24;
    private static final byte[] NO_CRC = new byte[Integer.BYTES];

    private EntryCodec() {}

    /**
     * Begins a record: everything but an inline content, which the caller appends before {@link #seal}.
     *
     * @throws java.nio.BufferOverflowException if the record does not fit
     */
    static void begin(ByteBuffer record, long id, StoredHead head, BodyPlace place) {
        record.clear().order(ByteOrder.BIG_ENDIAN);
        record.putInt(MAGIC).putInt(0).putInt(0).putLong(id);
        switch (place) {
            case BodyPlace.Inline inline -> record.putInt(0).putInt(inline.lengthBytes());
            case BodyPlace.InFile file ->
                record.putInt(1)
                        .putLong(file.fileId())
                        .putLong(file.lengthBytes())
                        .putInt(file.trailerCrc());
        }
        HeadCodec.write(new FieldWriter(record), head);
    }

    /** Ends a record with its length and checksum, and makes it ready for reading. */
    static void seal(ByteBuffer record) {
        record.flip();
        record.putInt(CRC_AT + Integer.BYTES, record.limit());
        record.putInt(CRC_AT, crc(record));
    }

    /** Decodes what stands between position 0 and the limit. */
    static Decoded decode(ByteBuffer record) {
        ByteBuffer in = record.duplicate().order(ByteOrder.BIG_ENDIAN).position(0);
        String damage = damage(in);
        if (damage != null) {
            return new Decoded.Corrupt(damage);
        }
        try {
            return decodeFields(in.position(ID_AT));
        } catch (FieldReader.Malformed e) {
            return new Decoded.Corrupt(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            // A value that its record refuses: possible only for a record that was written
            // wrongly, with a right checksum.
            return new Decoded.Corrupt("field out of range: " + e.getMessage());
        }
    }

    /** What the index needs of a record, verified as a whole like {@link #decode} does; empty for one that may not be used. */
    static Optional<RecordOutline> outline(ByteBuffer record) {
        ByteBuffer in = record.duplicate().order(ByteOrder.BIG_ENDIAN).position(0);
        if (damage(in) != null) {
            return Optional.empty();
        }
        try {
            FieldReader fields = new FieldReader(in.position(ID_AT));
            long id = fields.longNumber();
            BodyPlace place = place(fields);
            RecordOutline outline = HeadCodec.outline(fields, id, place);
            return in.remaining() == inlineBytes(place) ? Optional.of(outline) : Optional.empty();
        } catch (FieldReader.Malformed | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Why the bytes are no record of this version; null for one. */
    private static @Nullable String damage(ByteBuffer in) {
        if (in.remaining() < FIXED_BYTES) {
            return "too short";
        }
        if (in.getInt(0) != MAGIC || in.getInt(CRC_AT + Integer.BYTES) != in.limit()) {
            return "magic or length";
        }
        return in.getInt(CRC_AT) == crc(in) ? null : "checksum";
    }

    /**
     * The head at the beginning of a record, unverified: for judging, never for serving. Empty if it is none, or goes on behind the
     * limit.
     */
    static Optional<StoredHead> decodeHead(ByteBuffer beginning) {
        ByteBuffer in = beginning.duplicate().order(ByteOrder.BIG_ENDIAN).position(0);
        if (in.remaining() < FIXED_BYTES || in.getInt(0) != MAGIC) {
            return Optional.empty();
        }
        try {
            FieldReader fields = new FieldReader(in.position(FIXED_BYTES - Integer.BYTES));
            place(fields);
            return Optional.of(HeadCodec.read(fields, new BodyLayout.Whole(0)));
        } catch (FieldReader.Malformed | IllegalArgumentException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Decoded decodeFields(ByteBuffer in) {
        FieldReader fields = new FieldReader(in);
        long id = fields.longNumber();
        BodyPlace place = place(fields);
        long length = switch (place) {
            case BodyPlace.Inline inline -> inline.lengthBytes();
            case BodyPlace.InFile file -> file.lengthBytes();
        };
        StoredHead head = HeadCodec.read(fields, new BodyLayout.Whole(length));
        if (in.remaining() != inlineBytes(place)) {
            return new Decoded.Corrupt("content of another length");
        }
        return new Decoded.Entry(id, head, place, in.position());
    }

    private static int inlineBytes(BodyPlace place) {
        return place instanceof BodyPlace.Inline inline ? inline.lengthBytes() : 0;
    }

    private static BodyPlace place(FieldReader fields) {
        int kind = fields.number();
        return switch (kind) {
            case 0 -> new BodyPlace.Inline(fields.number());
            case 1 -> new BodyPlace.InFile(fields.longNumber(), fields.longNumber(), fields.number());
            default -> throw new FieldReader.Malformed("place " + kind);
        };
    }

    private static int crc(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.duplicate().position(0).limit(CRC_AT));
        crc.update(NO_CRC);
        crc.update(record.duplicate().position(CRC_AT + Integer.BYTES));
        return (int) crc.getValue();
    }
}
