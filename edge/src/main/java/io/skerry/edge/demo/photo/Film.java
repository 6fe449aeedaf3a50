package io.skerry.edge.demo.photo;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** What a lens and a sensor add to a scene: darker corners and grain. Grain is what makes the files camera-sized. */
final class Film {
    private static final int GRAIN = 9;
    private static final double VIGNETTE = 0.32;

    private Film() {}

    /** Changes the pixels of a TYPE_INT_RGB image in place; the same seed gives the same grain. */
    static void expose(BufferedImage image, long seed) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        long state = seed * 0x9E3779B97F4A7C15L;
        double reach = (double) width * width + (double) height * height;
        for (int y = 0; y < height; y++) {
            double dy = 2.0 * y - height;
            for (int x = 0; x < width; x++) {
                double dx = 2.0 * x - width;
                int light = 256 - (int) (256 * VIGNETTE * (dx * dx + dy * dy) / reach);
                state ^= state << 13;
                state ^= state >>> 7;
                state ^= state << 17;
                int grain = (int) (state >>> 56) % GRAIN + (int) ((state >>> 48) & 0xff) % GRAIN - GRAIN + 1;
                int at = y * width + x;
                pixels[at] = developed(pixels[at], light, grain);
            }
        }
    }

    private static int developed(int rgb, int light, int grain) {
        int red = bounded((((rgb >> 16) & 0xff) * light / 256) + grain);
        int green = bounded((((rgb >> 8) & 0xff) * light / 256) + grain);
        int blue = bounded(((rgb & 0xff) * light / 256) + grain);
        return (red << 16) | (green << 8) | blue;
    }

    private static int bounded(int value) {
        return Math.clamp(value, 0, 255);
    }
}
