package io.skerry.functions.builtin;

import io.skerry.functions.builtin.image.ImageFormat;
import java.util.List;
import java.util.Locale;

/**
 * Reduces the field Accept (RFC 9110 12.5.1) to one of the configured formats, so that there are few variants.
 *
 * <p>WebP goes to clients that name it: a bare wildcard is sent by many that cannot show it. Everyone can show JPEG and PNG.
 */
record AcceptedFormat(List<ImageFormat> formats) {

    AcceptedFormat {
        formats = List.copyOf(formats);
    }

    /** The first configured format that the client takes; the last one when it takes none. */
    ImageFormat choose(String accept) {
        for (ImageFormat format : formats) {
            if (format != ImageFormat.WEBP || names(accept, format.mediaType())) {
                return format;
            }
        }
        return formats.getLast();
    }

    /** What images with transparency are written in, when the choice cannot show it but another format can. */
    ImageFormat keepingTransparency(ImageFormat chosen) {
        return chosen == ImageFormat.JPEG && formats.contains(ImageFormat.PNG) ? ImageFormat.PNG : chosen;
    }

    private static boolean names(String accept, String mediaType) {
        String lower = accept.toLowerCase(Locale.ROOT);
        int at = lower.indexOf(mediaType);
        if (at < 0) {
            return false;
        }
        int end = lower.indexOf(',', at);
        String parameters = lower.substring(at + mediaType.length(), end < 0 ? lower.length() : end);
        int weight = parameters.indexOf("q=");
        return weight < 0 || !isZero(parameters.substring(weight + 2));
    }

    private static boolean isZero(String weight) {
        return weight.strip().chars().allMatch(c -> c == '0' || c == '.');
    }
}
