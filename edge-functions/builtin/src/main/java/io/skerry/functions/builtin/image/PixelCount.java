package io.skerry.functions.builtin.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of pixels.
 *
 * @param pixels at least 1
 */
public record PixelCount(long pixels) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s?(K|M)P");
    private static final long KILO = 1_000;
    private static final long MEGA = 1_000_000;

    /** Refuses less than one pixel. */
    public PixelCount {
        if (pixels < 1) {
            throw new IllegalArgumentException("expected at least one pixel");
        }
    }

    /**
     * Reads {@code 50MP} (50 million pixels) or {@code 500KP}.
     *
     * @param text as written in the routes file
     * @return the amount
     * @throws IllegalArgumentException saying what was expected
     */
    public static PixelCount parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected an amount of pixels such as 50MP, not \"" + text + "\"");
        }
        return new PixelCount(Long.parseLong(matcher.group(1)) * ("M".equals(matcher.group(2)) ? MEGA : KILO));
    }
}
