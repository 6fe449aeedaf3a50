package io.skerry.functions.builtin.image;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * What the numbers of a decoded image mean: the ICC profile in its file, which the decoders of PNG and WebP leave unread.
 *
 * <p>A profile that cannot be used, or is one for other colours than the image has, is as good as none.
 */
final class EmbeddedColors {

    private EmbeddedColors() {}

    /** The colour space of what {@link PixelConversion#pixels} made of the image. */
    static ColorSpace of(byte[] source, ImageFormat format, BufferedImage decoded) {
        Optional<byte[]> profile = switch (format) {
            case JPEG -> Optional.empty();
            case PNG -> PngHeader.profile(source);
            case WEBP -> WebpHeader.profile(source);
        };
        ColorSpace plain = PixelConversion.colors(decoded);
        return profile.flatMap(bytes -> space(bytes, plain.getType())).orElse(plain);
    }

    private static Optional<ColorSpace> space(byte[] profile, int type) {
        try {
            ColorSpace space = new ICC_ColorSpace(ICC_Profile.getInstance(profile));
            if (space.getType() != type) {
                return Optional.empty();
            }
            // Whether it has all that a conversion needs shows only in one.
            space.toRGB(new float[space.getNumComponents()]);
            return Optional.of(space);
        } catch (IllegalArgumentException | CMMException unusable) {
            return Optional.empty();
        }
    }
}
