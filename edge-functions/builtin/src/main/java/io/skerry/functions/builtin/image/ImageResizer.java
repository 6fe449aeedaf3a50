package io.skerry.functions.builtin.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;

/**
 * Makes an image smaller and writes it in another format, wholly in memory.
 *
 * <p>Turned upright, in sRGB, without metadata, never larger than it was. Safe from any thread; needs a processor for
 * tens to hundreds of milliseconds.
 */
public final class ImageResizer {

    /** Changes whenever equal inputs may give other bytes; part of entity tags. */
    public static final String VERSION = "4";

    private final PixelBudget budget;

    /**
     * A resizer.
     *
     * @param budget bounds the pixels of all images that are worked on at once
     */
    public ImageResizer(PixelBudget budget) {
        this.budget = budget;
    }

    /**
     * What is to be made.
     *
     * @param box the largest size
     * @param opaque the format of images without transparency
     * @param transparent the format of images with it; when it has none itself, the image is put on white
     * @param quality 1 to 100, of lossy formats
     */
    public record Order(BoundingBox box, ImageFormat opaque, ImageFormat transparent, int quality) {}

    /** How resizing ended. */
    public sealed interface Result {}

    /**
     * It worked.
     *
     * @param image the new image
     */
    public record Resized(EncodedImage image) implements Result {}

    /**
     * The image cannot be decoded.
     *
     * @param reason for logs
     */
    public record Broken(String reason) implements Result {}

    /** Other images took all the memory there is for pixels, for too long. */
    public record NoRoom() implements Result {}

    /**
     * Resizes an image.
     *
     * @param source the whole image
     * @param header what {@link ImageHeader#read} said of it
     * @param order what is to be made
     * @param patience how long to wait for memory
     * @return the new image, or why there is none
     * @throws InterruptedException when nobody waits for it any more
     */
    public Result resize(byte[] source, ImageHeader header, Order order, Duration patience)
            throws InterruptedException {
        PixelSize upright = order.box().fit(header.orientation().apply(header.size()));
        PixelSize target = header.orientation().apply(upright);
        try (PixelBudget.Claim claim = budget.claim(ImageDecoder.bytesInMemory(header, target), patience)) {
            return claim.isGranted() ? resize(source, header, order, target) : new NoRoom();
        } catch (IOException | RuntimeException broken) {
            return new Broken(String.valueOf(broken.getMessage()));
        }
    }

    private static Result resize(byte[] source, ImageHeader header, Order order, PixelSize target)
            throws IOException, InterruptedException {
        BufferedImage decoded = ImageDecoder.decode(source, header, target);
        ColorSpace colors = EmbeddedColors.of(source, header.format(), decoded);
        Pixels pixels = PixelConversion.pixels(decoded);
        if (Thread.interrupted()) {
            throw new InterruptedException("cut off after decoding");
        }
        Pixels upright = header.orientation().apply(AreaScaler.scale(pixels, target));
        BufferedImage image = PixelConversion.image(upright, colors);
        ImageFormat format = upright.hasAlpha() ? order.transparent() : order.opaque();
        return new Resized(new EncodedImage(format, ImageEncoder.encode(image, format, order.quality())));
    }
}
