package io.skerry.cache.key;

/**
 * MurmurHash3, x64, 128 bits (Austin Appleby, public domain), over the UTF-16 units of a text, little-endian.
 *
 * <p>It is written into store files: a change of it makes them unreadable and needs a new format version.
 */
final class Murmur3 {

    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int UNITS_PER_BLOCK = 8;

    private Murmur3() {}

    /** The two halves of the digest, with seed 0. */
    static long[] hash128(String text) {
        long h1 = 0;
        long h2 = 0;
        int length = text.length();
        int blocksEnd = length - length % UNITS_PER_BLOCK;
        for (int i = 0; i < blocksEnd; i += UNITS_PER_BLOCK) {
            h1 ^= mix1(word(text, i, i + 4));
            h1 = Long.rotateLeft(h1, 27) + h2;
            h1 = h1 * 5 + 0x52dce729;
            h2 ^= mix2(word(text, i + 4, i + 8));
            h2 = Long.rotateLeft(h2, 31) + h1;
            h2 = h2 * 5 + 0x38495ab5;
        }
        h2 ^= mix2(word(text, Math.min(length, blocksEnd + 4), length));
        h1 ^= mix1(word(text, blocksEnd, Math.min(length, blocksEnd + 4)));
        long lengthBytes = 2L * length;
        h1 ^= lengthBytes;
        h2 ^= lengthBytes;
        h1 += h2;
        h2 += h1;
        h1 = finish(h1);
        h2 = finish(h2);
        h1 += h2;
        h2 += h1;
        return new long[] {h1, h2};
    }

    private static long word(String text, int from, int to) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word |= (long) text.charAt(i) << (16 * (i - from));
        }
        return word;
    }

    private static long mix1(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long mix2(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long finish(long hash) {
        long k = hash;
        k = (k ^ (k >>> 33)) * 0xff51afd7ed558ccdL;
        k = (k ^ (k >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return k ^ (k >>> 33);
    }
}
