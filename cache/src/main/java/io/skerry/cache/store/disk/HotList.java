package io.skerry.cache.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The file {@code hottest} in the cache folder: digests of what memory held, hottest first, so that a restart can read it back
 * in that order. Losing it costs warmth and nothing else.
 *
 * <pre>
 *  u32      magic "SKH1"
 *  u32      n
 *  n times  u64 high · u64 low of the primary key · u64 digest of the secondary key
 *  u32      CRC32C of all before
 * </pre>
 */
final class HotList {

    /** A digest of primary and secondary key. */
    record Digest(long high, long low, long variant) {}

    /** No more are kept: 480 KB of file. */
    static final int MOST = 20_000;

    private static final int MAGIC = 0x534B4831;
    private static final int FIXED_BYTES = 12;
    private static final int DIGEST_BYTES = 24;

    private final Path file;

    HotList(Path folder) {
        this.file = folder.resolve("hottest");
    }

    /** Replaces the list, whole or not at all. */
    void write(List<Digest> hottest) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + DIGEST_BYTES * hottest.size());
        bytes.putInt(MAGIC).putInt(hottest.size());
        for (Digest digest : hottest) {
            bytes.putLong(digest.high()).putLong(digest.low()).putLong(digest.variant());
        }
        bytes.putInt(crc(bytes.duplicate().flip()));
        Path fresh = file.resolveSibling("hottest.new");
        Files.write(fresh, bytes.array());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The list, hottest first; empty where there is none or it is damaged. */
    List<Digest> read() throws IOException {
        byte[] all = SmallFile.read(file, FIXED_BYTES + DIGEST_BYTES * MOST);
        ByteBuffer bytes = ByteBuffer.wrap(all);
        if (all.length < FIXED_BYTES || bytes.getInt() != MAGIC) {
            return List.of();
        }
        int count = bytes.getInt();
        if (count < 0 || count > MOST || all.length != FIXED_BYTES + DIGEST_BYTES * count) {
            return List.of();
        }
        int end = all.length - Integer.BYTES;
        if (bytes.getInt(end) != crc(ByteBuffer.wrap(all, 0, end))) {
            return List.of();
        }
        List<Digest> hottest = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            hottest.add(new Digest(bytes.getLong(), bytes.getLong(), bytes.getLong()));
        }
        return hottest;
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
