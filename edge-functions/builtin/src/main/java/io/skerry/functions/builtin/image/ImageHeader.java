package io.skerry.functions.builtin.image;

/**
 * What an image says of itself before it is decoded.
 *
 * @param format its format
 * @param size the size of the stored pixels, before turning
 * @param orientation how they are turned
 * @param coding how much of it has to be in memory while it is decoded
 * @param bytesPerPixel what each pixel in memory takes: decoded, and again as numbers to calculate with
 */
public record ImageHeader(
        ImageFormat format, PixelSize size, Orientation orientation, Coding coding, int bytesPerPixel) {

    /** Of pixels with four samples of 8 bits at most. */
    static final int BYTES_PER_PIXEL = 8;

    /** Of those with samples of 16 bits, which are numbers of 8 bits afterwards. */
    static final int BYTES_PER_DEEP_PIXEL = 12;

    /** What JPEG can have. Rows of millions of pixels, of which PNG is capable, would take more memory than their pixels. */
    private static final int LONGEST_SIDE = 65_535;

    /** Refuses sides that no picture has. */
    public ImageHeader {
        if (size.width() > LONGEST_SIDE || size.height() > LONGEST_SIDE) {
            throw new IllegalArgumentException("a side is longer than " + LONGEST_SIDE + " pixels");
        }
    }

    /** How much of an image has to be in memory while it is decoded. */
    public enum Coding {
        /** A few rows at a time, so that a smaller image can be read with little memory. */
        ROWS,
        /** All of it (progressive, interlaced). */
        WHOLE
    }

    /** What reading a header gave. */
    public sealed interface Reading {}

    /**
     * A header was read.
     *
     * @param header what it says
     */
    public record Known(ImageHeader header) implements Reading {}

    /** The bytes are of no format we read. */
    public record Unknown() implements Reading {}

    /**
     * The bytes begin like a known format and then make no sense.
     *
     * @param reason for logs
     */
    public record Broken(String reason) implements Reading {}

    /**
     * Reads the header of an image; cheap, decodes nothing.
     *
     * @param bytes the whole image
     * @return what it says, or why not
     */
    public static Reading read(byte[] bytes) {
        try {
            if (JpegHeader.begins(bytes)) {
                return new Known(JpegHeader.read(bytes));
            }
            if (PngHeader.begins(bytes)) {
                return new Known(PngHeader.read(bytes));
            }
            if (WebpHeader.begins(bytes)) {
                return new Known(WebpHeader.read(bytes));
            }
            return new Unknown();
        } catch (IndexOutOfBoundsException | IllegalArgumentException broken) {
            return new Broken("header: " + broken.getMessage());
        }
    }
}
