package io.skerry.functions.builtin.image;

/**
 * The size of an image.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
public record PixelSize(int width, int height) {

    /** Refuses images without pixels. */
    public PixelSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("an image has at least one pixel: " + width + "x" + height);
        }
    }

    /**
     * The number of pixels.
     *
     * @return width times height
     */
    public long pixels() {
        return (long) width * height;
    }

    PixelSize transposed() {
        return new PixelSize(height, width);
    }
}
