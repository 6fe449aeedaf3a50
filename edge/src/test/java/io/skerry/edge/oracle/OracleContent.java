package io.skerry.edge.oracle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The content of one version of one variant of one URL: a function of its four numbers, made as it is needed.
 *
 * <p>It is a row of blocks of {@value #BLOCK} bytes, the last one cut. Each block names the content it belongs to and its place
 * in it, under a checksum, so that bytes of another version, variant, site or place are recognised anywhere.
 *
 * @param identity of site and target
 * @param variant of what selected it
 * @param version as published
 * @param length in bytes
 */
record OracleContent(long identity, long variant, long version, long length) {

    /** Bytes of a block. */
    static final int BLOCK = 256;

    private static final int MAGIC = 0x534b4f52;
    private static final int NAMED_FROM = 8;
    private static final int RANDOM_FROM = 48;
    private static final long VERSION_STEP = 13;

    static OracleContent of(OracleUrl url, String variant, long version) {
        // The length differs from version to version, so that a head of one with the content of another shows.
        long length = url.length() == 0 ? 0 : url.length() + version % VERSION_STEP;
        return new OracleContent(hash(url.site() + url.target()), hash(variant), version, length);
    }

    /** Writes {@code count} bytes from {@code offset} on to {@code into} at {@code at}. */
    void copy(long offset, byte[] into, int at, int count) {
        byte[] block = new byte[BLOCK];
        long position = offset;
        int done = 0;
        while (done < count) {
            int inside = (int) (position % BLOCK);
            int step = Math.min(BLOCK - inside, count - done);
            block(position - inside, block);
            System.arraycopy(block, inside, into, at + done, step);
            position += step;
            done += step;
        }
    }

    /** Makes the whole block that starts at an offset, also where the content ends inside it. */
    void block(long offset, byte[] into) {
        ByteBuffer block = ByteBuffer.wrap(into).order(ByteOrder.BIG_ENDIAN);
        block.putLong(8, identity)
                .putLong(16, version)
                .putLong(24, variant)
                .putLong(32, offset)
                .putLong(40, length);
        long state = identity ^ Long.rotateLeft(version, 17) ^ Long.rotateLeft(variant, 31) ^ offset;
        for (int i = RANDOM_FROM; i < BLOCK; i += Long.BYTES) {
            state += 0x9e3779b97f4a7c15L;
            block.putLong(i, mixed(state));
        }
        block.putInt(0, MAGIC).putInt(4, checksum(into));
    }

    /** The digest of all of it, in hex. */
    String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] some = new byte[64 * BLOCK];
            for (long offset = 0; offset < length; offset += some.length) {
                int count = (int) Math.min(some.length, length - offset);
                copy(offset, some, 0, count);
                digest.update(some, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /** Says what a block that was received is, if it is one of any content. */
    static String describe(byte[] block) {
        ByteBuffer frame = ByteBuffer.wrap(block).order(ByteOrder.BIG_ENDIAN);
        if (frame.getInt(0) != MAGIC) {
            return "no block of the oracle";
        }
        if (frame.getInt(4) != checksum(block)) {
            return "a damaged block of version " + frame.getLong(16);
        }
        return String.format(
                "block of %016x version %d variant %016x offset %d",
                frame.getLong(8), frame.getLong(16), frame.getLong(24), frame.getLong(32));
    }

    /** Whether a block that was received is whole, and of another URL, site or variant than this. */
    boolean isForeign(byte[] block) {
        ByteBuffer frame = ByteBuffer.wrap(block).order(ByteOrder.BIG_ENDIAN);
        boolean whole = frame.getInt(0) == MAGIC && frame.getInt(4) == checksum(block);
        return whole && (frame.getLong(8) != identity || frame.getLong(24) != variant);
    }

    private static int checksum(byte[] block) {
        CRC32C checksum = new CRC32C();
        checksum.update(block, NAMED_FROM, BLOCK - NAMED_FROM);
        return (int) checksum.getValue();
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    // SplitMix64's finaliser.
    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
