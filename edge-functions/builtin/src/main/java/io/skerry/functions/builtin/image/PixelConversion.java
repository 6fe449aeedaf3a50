package io.skerry.functions.builtin.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** Takes the bytes out of a decoded image, and makes an sRGB image of bytes. */
final class PixelConversion {

    private static final int RED = 16;
    private static final int GREEN = 8;
    private static final int ALPHA = 24;
    private static final int OPAQUE = 0xff << ALPHA;

    private PixelConversion() {}

    /** The bands of an image in its own colour space where they lie side by side, else in sRGB. */
    static Pixels pixels(BufferedImage image) {
        return isPlain(image) ? plain(image) : drawn(image);
    }

    /** The colour space of what {@link #pixels} returns. */
    static ColorSpace colors(BufferedImage image) {
        return isPlain(image) ? image.getColorModel().getColorSpace() : ColorSpace.getInstance(ColorSpace.CS_sRGB);
    }

    private static boolean isPlain(BufferedImage image) {
        ColorModel model = image.getColorModel();
        int colors = model.getNumColorComponents();
        return model instanceof ComponentColorModel
                && (model.getTransferType() == DataBuffer.TYPE_BYTE
                        || model.getTransferType() == DataBuffer.TYPE_USHORT)
                && !model.isAlphaPremultiplied()
                && (colors == 1 || colors == 3);
    }

    private static Pixels plain(BufferedImage image) {
        Raster raster = image.getRaster();
        int width = image.getWidth();
        int bands = raster.getNumBands();
        byte[] data = new byte[Math.toIntExact((long) width * image.getHeight() * bands)];
        int[] row = new int[width * bands];
        // Of 16 bits the first 8: asked for the colour, the JDK takes deep grey for linear light.
        int tooDeep = DataBuffer.getDataTypeSize(raster.getTransferType()) - Byte.SIZE;
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int value : row) {
                data[at++] = (byte) (value >> tooDeep);
            }
        }
        return new Pixels(new PixelSize(width, image.getHeight()), bands, data);
    }

    private static Pixels drawn(BufferedImage image) {
        boolean alpha = image.getColorModel().hasAlpha();
        int width = image.getWidth();
        int bands = alpha ? 4 : 3;
        byte[] data = new byte[Math.toIntExact((long) width * image.getHeight() * bands)];
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int argb : row) {
                data[at++] = (byte) (argb >> RED);
                data[at++] = (byte) (argb >> GREEN);
                data[at++] = (byte) argb;
                if (alpha) {
                    data[at++] = (byte) (argb >> ALPHA);
                }
            }
        }
        return new Pixels(new PixelSize(width, image.getHeight()), bands, data);
    }

    /** An image in sRGB, with alpha if the pixels have it. */
    static BufferedImage image(Pixels pixels, ColorSpace colors) {
        return isAsSeen(colors) ? direct(pixels) : converted(pixels, colors);
    }

    /** Grey without a profile is that of sRGB, whatever the JDK calls it. */
    private static boolean isAsSeen(ColorSpace colors) {
        return colors.isCS_sRGB() || colors.equals(ColorSpace.getInstance(ColorSpace.CS_GRAY));
    }

    private static BufferedImage direct(Pixels pixels) {
        PixelSize size = pixels.size();
        BufferedImage image = empty(pixels);
        int[] row = new int[size.width()];
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                row[x] = argb(pixels, (y * size.width() + x) * pixels.bands());
            }
            image.getRaster().setDataElements(0, y, size.width(), 1, row);
        }
        return image;
    }

    private static int argb(Pixels pixels, int at) {
        byte[] data = pixels.data();
        int red = data[at] & 0xff;
        boolean grey = pixels.bands() <= 2;
        int green = grey ? red : data[at + 1] & 0xff;
        int blue = grey ? red : data[at + 2] & 0xff;
        int alpha = pixels.hasAlpha() ? data[at + pixels.bands() - 1] << ALPHA : OPAQUE;
        return alpha | red << RED | green << GREEN | blue;
    }

    private static BufferedImage converted(Pixels pixels, ColorSpace colors) {
        PixelSize size = pixels.size();
        int transparency = pixels.hasAlpha() ? Transparency.TRANSLUCENT : Transparency.OPAQUE;
        ColorModel model =
                new ComponentColorModel(colors, pixels.hasAlpha(), false, transparency, DataBuffer.TYPE_BYTE);
        int[] offsets = new int[pixels.bands()];
        for (int band = 0; band < offsets.length; band++) {
            offsets[band] = band;
        }
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(pixels.data(), pixels.data().length),
                size.width(),
                size.height(),
                size.width() * pixels.bands(),
                pixels.bands(),
                offsets,
                null);
        BufferedImage source = new BufferedImage(model, raster, false, null);
        return new ColorConvertOp(null).filter(source, empty(pixels));
    }

    private static BufferedImage empty(Pixels pixels) {
        return new BufferedImage(
                pixels.size().width(),
                pixels.size().height(),
                pixels.hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    }

    /** The image on white, for formats without transparency. */
    static BufferedImage flattened(BufferedImage image) {
        if (!image.getColorModel().hasAlpha()) {
            return image;
        }
        BufferedImage flat = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = flat.createGraphics();
        try {
            graphics.drawImage(image, 0, 0, Color.WHITE, null);
        } finally {
            graphics.dispose();
        }
        return flat;
    }
}
