package io.skerry.functions.builtin.image;

/**
 * An image in memory with one byte per band.
 *
 * @param size its size
 * @param bands 1 grey, 2 grey and alpha, 3 red green blue, 4 with alpha; alpha is not premultiplied
 * @param data the bands of each pixel together, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // Pixels are handed from step to step and never compared.
record Pixels(PixelSize size, int bands, byte[] data) {

    Pixels {
        if (data.length != size.pixels() * bands) {
            throw new IllegalArgumentException(data.length + " bytes for " + size + " with " + bands + " bands");
        }
    }

    boolean hasAlpha() {
        return bands == 2 || bands == 4;
    }
}
