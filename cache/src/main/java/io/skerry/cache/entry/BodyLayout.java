package io.skerry.cache.entry;

import io.skerry.cache.message.ByteSpan;

/** How the content of a stored response is kept. */
public sealed interface BodyLayout {

    /** The length of slices made from now on. */
    int SLICE_BYTES = 1 << 20;

    /** Complete responses from this length on are kept in slices where they can be. */
    long SLICED_FROM_BYTES = 32L << 20;

    /** Length of the complete representation in bytes. */
    long lengthBytes();

    /**
     * All of it in one piece.
     *
     * @param lengthBytes 0 or more
     */
    record Whole(long lengthBytes) implements BodyLayout {
        public Whole {
            if (lengthBytes < 0) {
                throw new IllegalArgumentException("negative length: " + lengthBytes);
            }
        }
    }

    /**
     * In slices of equal size that are filled one by one, under one strong validator, each stored under a key of its own.
     *
     * @param lengthBytes of the complete representation
     * @param sliceBytes of each slice but the last
     * @param id in the keys of its slices: no other stored response, of whatever version, shares them
     */
    record Slices(long lengthBytes, int sliceBytes, long id) implements BodyLayout {
        public Slices {
            if (lengthBytes < 0 || sliceBytes <= 0) {
                throw new IllegalArgumentException("length " + lengthBytes + ", slices of " + sliceBytes);
            }
        }

        /** The slice that has the byte at an offset. */
        public long indexOf(long offset) {
            return offset / sliceBytes;
        }

        /** The bytes of a slice. */
        public ByteSpan slice(long index) {
            long first = index * sliceBytes;
            return new ByteSpan(first, Math.min(first + sliceBytes, lengthBytes) - 1);
        }
    }
}
