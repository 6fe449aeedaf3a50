package io.skerry.cache.entry;

/** How the content of a stored response is kept. */
public sealed interface BodyLayout {

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
     * In slices of equal size that are filled one by one, under one strong validator.
     *
     * @param lengthBytes of the complete representation
     * @param sliceBytes of each slice but the last
     */
    record Slices(long lengthBytes, int sliceBytes) implements BodyLayout {
        public Slices {
            if (lengthBytes < 0 || sliceBytes <= 0) {
                throw new IllegalArgumentException("length " + lengthBytes + ", slices of " + sliceBytes);
            }
        }
    }
}
