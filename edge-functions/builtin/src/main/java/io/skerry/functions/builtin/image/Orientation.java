package io.skerry.functions.builtin.image;

/** How stored pixels are turned to be seen upright: the values 1 to 8 of the Exif tag Orientation (Exif 2.32, 4.6.4 A). */
public enum Orientation {
    /** 1: as stored. */
    UPRIGHT,
    /** 2: mirrored left to right. */
    MIRRORED,
    /** 3: turned by 180 degrees. */
    UPSIDE_DOWN,
    /** 4: mirrored top to bottom. */
    FLIPPED,
    /** 5: rows and columns exchanged. */
    TRANSPOSED,
    /** 6: to be turned by 90 degrees clockwise. */
    TURN_RIGHT,
    /** 7: exchanged along the other diagonal. */
    TRANSVERSED,
    /** 8: to be turned by 90 degrees counter-clockwise. */
    TURN_LEFT;

    static Orientation ofTag(int value) {
        return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
    }

    /** Whether width and height change places. */
    boolean isTransposing() {
        return switch (this) {
            case UPRIGHT, MIRRORED, UPSIDE_DOWN, FLIPPED -> false;
            case TRANSPOSED, TURN_RIGHT, TRANSVERSED, TURN_LEFT -> true;
        };
    }

    PixelSize apply(PixelSize stored) {
        return isTransposing() ? stored.transposed() : stored;
    }

    Pixels apply(Pixels stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        PixelSize size = apply(stored.size());
        byte[] turned = new byte[stored.data().length];
        int bands = stored.bands();
        int at = 0;
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int from = source(x, y, stored.size()) * bands;
                for (int band = 0; band < bands; band++) {
                    turned[at++] = stored.data()[from + band];
                }
            }
        }
        return new Pixels(size, bands, turned);
    }

    /** The index of the stored pixel that is seen at (x, y). */
    private int source(int x, int y, PixelSize stored) {
        int right = stored.width() - 1;
        int bottom = stored.height() - 1;
        return switch (this) {
            case UPRIGHT -> index(x, y, stored);
            case MIRRORED -> index(right - x, y, stored);
            case UPSIDE_DOWN -> index(right - x, bottom - y, stored);
            case FLIPPED -> index(x, bottom - y, stored);
            case TRANSPOSED -> index(y, x, stored);
            case TURN_RIGHT -> index(y, bottom - x, stored);
            case TRANSVERSED -> index(right - y, bottom - x, stored);
            case TURN_LEFT -> index(right - y, x, stored);
        };
    }

    private static int index(int x, int y, PixelSize stored) {
        return y * stored.width() + x;
    }
}
