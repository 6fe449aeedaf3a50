package io.skerry.functions.builtin.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The largest size an image may get, keeping its proportions.
 *
 * @param width in pixels, {@link #UNBOUNDED} for any
 * @param height in pixels, {@link #UNBOUNDED} for any
 */
public record BoundingBox(int width, int height) {

    /** A side without a bound. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final int LARGEST = 16_383;
    private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,4})?x([1-9]\\d{0,4})?");

    /**
     * Reads {@code 800x600}, {@code 800x} or {@code x600}.
     *
     * @param text as in the routes file and in URLs
     * @return the box
     * @throws IllegalArgumentException saying what was expected
     */
    public static BoundingBox parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || text.equals("x")) {
            throw new IllegalArgumentException("expected a size such as 800x600, 800x or x600, not \"" + text + "\"");
        }
        BoundingBox box = new BoundingBox(side(matcher.group(1)), side(matcher.group(2)));
        if (isTooLarge(box.width()) || isTooLarge(box.height())) {
            throw new IllegalArgumentException("expected at most " + LARGEST + " pixels a side, not \"" + text + "\"");
        }
        return box;
    }

    /**
     * The size of an image inside the box: smaller, or as it is, never enlarged. A side without a bound gets no longer than WebP
     * can write.
     *
     * @param original the image's own size
     * @return at least 1x1
     */
    public PixelSize fit(PixelSize original) {
        double across = (double) Math.min(width, LARGEST) / original.width();
        double down = (double) Math.min(height, LARGEST) / original.height();
        double scale = Math.min(1.0, Math.min(across, down));
        return new PixelSize(scaled(original.width(), scale), scaled(original.height(), scale));
    }

    private static int scaled(int side, double scale) {
        return (int) Math.max(1, Math.round(side * scale));
    }

    private static int side(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? UNBOUNDED : Integer.parseInt(digits);
    }

    private static boolean isTooLarge(int side) {
        return side != UNBOUNDED && side > LARGEST;
    }

    @Override
    public String toString() {
        return (width == UNBOUNDED ? "" : width) + "x" + (height == UNBOUNDED ? "" : height);
    }
}
