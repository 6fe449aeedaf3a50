package io.skerry.edge.demo.photo;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** How a file's pixels have to be turned to be seen upright: the two orientations of EXIF 2.32 4.6.4 that phones write. */
enum Orientation {
    UPRIGHT(1),
    /** The viewer turns the stored pixels by 90 degrees to the right. */
    TURN_RIGHT(6);

    private final int exifValue;

    Orientation(int exifValue) {
        this.exifValue = exifValue;
    }

    int exifValue() {
        return exifValue;
    }

    /** The pixels as they lie in the file, such that this orientation shows {@code upright}. */
    BufferedImage asStored(BufferedImage upright) {
        return switch (this) {
            case UPRIGHT -> upright;
            case TURN_RIGHT -> turnedLeft(upright);
        };
    }

    private static BufferedImage turnedLeft(BufferedImage upright) {
        BufferedImage lying = new BufferedImage(upright.getHeight(), upright.getWidth(), BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = lying.createGraphics();
        AffineTransform turn = new AffineTransform(0, -1, 1, 0, 0, upright.getWidth());
        pen.drawImage(upright, turn, null);
        pen.dispose();
        return lying;
    }
}
