package io.skerry.functions.builtin.image;

/** An image as it is sent. */
public final class EncodedImage {

    private final ImageFormat format;
    private final byte[] bytes;

    EncodedImage(ImageFormat format, byte[] bytes) {
        this.format = format;
        this.bytes = bytes;
    }

    /**
     * The format.
     *
     * @return names the media type
     */
    public ImageFormat format() {
        return format;
    }

    /**
     * The file.
     *
     * @return the array itself, handed over
     */
    public byte[] bytes() {
        return bytes;
    }
}
