package io.skerry.functions.builtin.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** An image format that can be read and written. */
public enum ImageFormat {
    /** Lossy, without transparency. */
    JPEG("image/jpeg"),
    /** Lossless, with transparency. */
    PNG("image/png"),
    /** Lossy here, with transparency. */
    WEBP("image/webp");

    private final String mediaType;

    ImageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /**
     * Reads a format's name.
     *
     * @param text as written in the routes file
     * @return the format
     * @throws IllegalArgumentException naming the formats there are
     */
    public static ImageFormat parse(String text) {
        for (ImageFormat format : values()) {
            if (format.token().equals(text)) {
                return format;
            }
        }
        String known = Arrays.stream(values()).map(ImageFormat::token).collect(Collectors.joining(", "));
        String reason =
                text.equals("avif") ? "avif cannot be written by this version" : "unknown format \"" + text + "\"";
        throw new IllegalArgumentException(reason + ", expected one of: " + known);
    }

    /**
     * The name in the routes file, and the value of the variant.
     *
     * @return lower case
     */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The media type.
     *
     * @return such as {@code image/webp}
     */
    public String mediaType() {
        return mediaType;
    }
}
