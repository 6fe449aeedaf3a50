package io.skerry.cache.key;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** MurmurHash3_x64_128 as its author published it, over bytes: what {@link Murmur3} is compared with. */
final class Murmur3Reference {

    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private Murmur3Reference() {}

    static long[] hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long h1 = 0;
        long h2 = 0;
        while (in.remaining() >= 16) {
            h1 ^= Long.rotateLeft(in.getLong() * C1, 31) * C2;
            h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= Long.rotateLeft(in.getLong() * C2, 33) * C1;
            h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        long k1 = 0;
        long k2 = 0;
        for (int i = in.remaining() - 1; i >= 0; i--) {
            long unit = in.get(in.position() + i) & 0xffL;
            if (i >= 8) {
                k2 |= unit << (8 * (i - 8));
            } else {
                k1 |= unit << (8 * i);
            }
        }
        h2 ^= Long.rotateLeft(k2 * C2, 33) * C1;
        h1 ^= Long.rotateLeft(k1 * C1, 31) * C2;
        h1 ^= bytes.length;
        h2 ^= bytes.length;
        h1 += h2;
        h2 += h1;
        h1 = mix(h1);
        h2 = mix(h2);
        h1 += h2;
        h2 += h1;
        return new long[] {h1, h2};
    }

    private static long mix(long hash) {
        long k = hash;
        k ^= k >>> 33;
        k *= 0xff51afd7ed558ccdL;
        k ^= k >>> 33;
        k *= 0xc4ceb9fe1a85ec53L;
        k ^= k >>> 33;
        return k;
    }
}
