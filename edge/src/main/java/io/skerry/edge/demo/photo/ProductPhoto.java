package io.skerry.edge.demo.photo;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** The photos of the demo shop, as a camera would have delivered them. */
public enum ProductPhoto {
    /** Taken with the camera turned: the stored pixels lie on their side, and the file says so. */
    LANTERN("lantern.jpg", 900, 3000, 4000, Orientation.TURN_RIGHT) {
        @Override
        void draw(Scene scene) {
            Scenes.lantern(scene);
        }
    },
    MUG("mug.jpg", 1200, 4000, 3000, Orientation.UPRIGHT) {
        @Override
        void draw(Scene scene) {
            Scenes.mug(scene);
        }
    },
    RING("ring.jpg", 1200, 4000, 3000, Orientation.UPRIGHT) {
        @Override
        void draw(Scene scene) {
            Scenes.ring(scene);
        }
    },
    COMPASS("compass.jpg", 1200, 4000, 3000, Orientation.UPRIGHT) {
        @Override
        void draw(Scene scene) {
            Scenes.compass(scene);
        }
    },
    DINGHY("dinghy.jpg", 1200, 4000, 3000, Orientation.UPRIGHT) {
        @Override
        void draw(Scene scene) {
            Scenes.dinghy(scene);
        }
    },
    /** Cropped by the photographer: neither the camera's size nor its shape. */
    LIGHTHOUSE("lighthouse.jpg", 1200, 2725, 2225, Orientation.UPRIGHT) {
        @Override
        void draw(Scene scene) {
            Scenes.lighthouse(scene);
        }
    };

    private final String fileName;
    private final double unitsWide;
    private final int pixelsWide;
    private final int pixelsHigh;
    private final Orientation orientation;

    /** A photo of that many pixels when seen upright; its scene is laid out on that many units across. */
    ProductPhoto(String fileName, double unitsWide, int pixelsWide, int pixelsHigh, Orientation orientation) {
        this.fileName = fileName;
        this.unitsWide = unitsWide;
        this.pixelsWide = pixelsWide;
        this.pixelsHigh = pixelsHigh;
        this.orientation = orientation;
    }

    abstract void draw(Scene scene);

    /** The name the photo is served under. */
    public String fileName() {
        return fileName;
    }

    /** Width of the photo in pixels when seen upright. */
    public int uprightWidth() {
        return pixelsWide;
    }

    /** Height of the photo in pixels when seen upright. */
    public int uprightHeight() {
        return pixelsHigh;
    }

    /**
     * Draws the photo and encodes it: a JPEG of some megabytes. Takes about a second and 100 MB of heap, so callers run
     * it on a thread of their own and one at a time.
     */
    public byte[] jpeg() {
        BufferedImage upright = new BufferedImage(pixelsWide, pixelsHigh, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = upright.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        double scale = pixelsWide / unitsWide;
        pen.scale(scale, scale);
        draw(new Scene(pen, unitsWide, pixelsHigh / scale));
        pen.dispose();
        Film.expose(upright, fileName.hashCode());
        return JpegFile.of(orientation.asStored(upright), orientation);
    }
}
