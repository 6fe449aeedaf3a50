package io.skerry.functions.builtin.image;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPWriteParam;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes an sRGB image without any metadata. */
final class ImageEncoder {

    private static final float PERCENT = 100f;

    private ImageEncoder() {}

    static byte[] encode(BufferedImage image, ImageFormat format, int quality) throws IOException {
        ImageWriter writer = Codecs.writer(format);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            BufferedImage suited = format == ImageFormat.JPEG ? PixelConversion.flattened(image) : image;
            writer.write(null, new IIOImage(suited, null, null), parameters(writer, format, quality));
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static ImageWriteParam parameters(ImageWriter writer, ImageFormat format, int quality) {
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        if (format == ImageFormat.PNG) {
            return parameters;
        }
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        if (parameters instanceof WebPWriteParam webp) {
            webp.setCompressionType(CompressionType.Lossy);
        }
        parameters.setCompressionQuality(quality / PERCENT);
        return parameters;
    }
}
