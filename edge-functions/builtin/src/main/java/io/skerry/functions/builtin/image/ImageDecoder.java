package io.skerry.functions.builtin.image;

import com.luciad.imageio.webp.WebPReadParam;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes an image no larger than is needed to scale it down well: at least twice the wanted size, if it is so large. */
final class ImageDecoder {

    private static final int OVERSAMPLING = 2;

    private ImageDecoder() {}

    /** Every how many pixels one is read. */
    static int subsampling(PixelSize stored, PixelSize target) {
        int across = stored.width() / (target.width() * OVERSAMPLING);
        int down = stored.height() / (target.height() * OVERSAMPLING);
        return Math.max(1, Math.min(across, down));
    }

    /** What is in memory while such an image is decoded. */
    static long bytesInMemory(ImageHeader header, PixelSize target) {
        long pixels = header.size().pixels();
        if (header.coding() == ImageHeader.Coding.ROWS) {
            long step = subsampling(header.size(), target);
            pixels = pixels / (step * step) + 1;
        }
        return pixels * header.bytesPerPixel();
    }

    /** Decodes; throws what decoders throw when the image is broken. */
    static BufferedImage decode(byte[] bytes, ImageHeader header, PixelSize target) throws IOException {
        ImageReader reader = Codecs.reader(header.format());
        try (ImageInputStream in = new MemoryCacheImageInputStream(stream(bytes, header))) {
            List<String> faults = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> note(warning, faults));
            reader.setInput(in, false, true);
            requireSize(reader, header);
            BufferedImage image = reader.read(0, parameters(reader, header, target));
            if (!faults.isEmpty()) {
                throw new IOException(faults.getFirst());
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    private static InputStream stream(byte[] bytes, ImageHeader header) {
        return header.format() == ImageFormat.JPEG ? JpegProfile.fitting(bytes) : new ByteArrayInputStream(bytes);
    }

    /**
     * Decoders fill up what is missing at the end of a file with grey, and only warn. Half an image is not to be served; one with
     * half a profile is shown as one without.
     */
    private static void note(String warning, List<String> faults) {
        String lower = warning.toLowerCase(Locale.ROOT);
        boolean ofPixels = !lower.contains("icc");
        if (ofPixels && (lower.contains("premature") || lower.contains("truncated") || lower.contains("end of"))) {
            faults.add(warning);
        }
    }

    /** The budget was taken for the size in the header we read; the decoder has to have read the same one. */
    private static void requireSize(ImageReader reader, ImageHeader header) throws IOException {
        PixelSize size = new PixelSize(reader.getWidth(0), reader.getHeight(0));
        if (!size.equals(header.size())) {
            throw new IOException("two headers: " + header.size() + " and " + size);
        }
    }

    private static ImageReadParam parameters(ImageReader reader, ImageHeader header, PixelSize target) {
        ImageReadParam parameters = reader.getDefaultReadParam();
        if (parameters instanceof WebPReadParam webp) {
            if (!target.equals(header.size())) {
                webp.setUseScaling(true);
                webp.setScaledWidth(target.width());
                webp.setScaledHeight(target.height());
            }
            return webp;
        }
        int step = subsampling(header.size(), target);
        parameters.setSourceSubsampling(step, step, 0, 0);
        return parameters;
    }
}
