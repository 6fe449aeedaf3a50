package io.skerry.benchmarks.endurance;

import io.vertx.core.buffer.Buffer;

/**
 * The bytes of a response: a function of its path and version, at any offset, so that whoever reads a part of it knows whether it
 * is right.
 *
 * @param path of the response; a number before the last dot-free segment is not looked at, {@link #lengthBytes} is
 * @param version counts up with each change at the origin
 */
record Content(String path, int version) {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** The path of a response of so many bytes. */
    static String path(String name, long lengthBytes) {
        return "/" + name + "/" + lengthBytes;
    }

    /** The last segment of the path says how long it is; -1 if it does not. */
    long lengthBytes() {
        String last = path.substring(path.lastIndexOf('/') + 1);
        boolean number = !last.isEmpty() && last.length() < 12 && last.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(last) : -1;
    }

    /** The bytes from an offset on. */
    Buffer bytes(long offset, int count) {
        byte[] bytes = new byte[count];
        long seed = seed();
        for (int i = 0; i < count; ) {
            long at = offset + i;
            long word = word(seed, at >>> 3);
            for (int shift = (int) (at & 7); shift < 8 && i < count; shift++) {
                bytes[i++] = (byte) (word >>> (shift << 3));
            }
        }
        return Buffer.buffer(bytes);
    }

    /** Whether these are the bytes from an offset on. */
    boolean matches(long offset, Buffer bytes) {
        return bytes.equals(bytes(offset, bytes.length()));
    }

    private long seed() {
        long hash = FNV_OFFSET + version * GOLDEN;
        for (int i = 0; i < path.length(); i++) {
            hash = (hash ^ path.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    private static long word(long seed, long index) {
        long mixed = seed + (index + 1) * GOLDEN;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
