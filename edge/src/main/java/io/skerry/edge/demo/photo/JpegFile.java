package io.skerry.edge.demo.photo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes pixels as a camera's JPEG file: high quality, with an EXIF segment that says how to turn them. */
final class JpegFile {
    private static final float QUALITY = 0.9f;
    private static final int START_OF_IMAGE_BYTES = 2;

    private JpegFile() {}

    static byte[] of(BufferedImage pixels, Orientation orientation) {
        byte[] plain = encoded(pixels);
        byte[] exif = exifSegment(orientation);
        byte[] file = new byte[plain.length + exif.length];
        System.arraycopy(plain, 0, file, 0, START_OF_IMAGE_BYTES);
        System.arraycopy(exif, 0, file, START_OF_IMAGE_BYTES, exif.length);
        System.arraycopy(
                plain,
                START_OF_IMAGE_BYTES,
                file,
                START_OF_IMAGE_BYTES + exif.length,
                plain.length - START_OF_IMAGE_BYTES);
        return file;
    }

    private static byte[] encoded(BufferedImage pixels) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 << 20);
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
            writer.setOutput(output);
            writer.write(null, new IIOImage(pixels, null, null), how);
        } catch (IOException cannotHappenInMemory) {
            throw new UncheckedIOException(cannotHappenInMemory);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** An APP1 segment with one big-endian TIFF directory that has one entry: tag 0x0112, a SHORT (EXIF 2.32 4.5.2). */
    private static byte[] exifSegment(Orientation orientation) {
        byte[] segment = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation.exifValue(),
            0,
            0,
            0,
            0,
            0,
            0
        };
        return segment;
    }
}
