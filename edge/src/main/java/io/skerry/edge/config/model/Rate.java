package io.skerry.edge.config.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * How often something may happen, written {@code 20/s}, {@code 600/m} or {@code 5/h}.
 *
 * @param perSecond above 0
 */
public record Rate(double perSecond) {

    private static final Map<String, Integer> UNIT_SECONDS = Map.of("s", 1, "m", 60, "h", 3600);
    private static final int DIGITS = 15;

    public Rate {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("a rate is above 0");
        }
    }

    /**
     * The rate this text means.
     *
     * @throws IllegalArgumentException when it is not a number, a slash and one of s, m, h
     */
    public static Rate parse(String text) {
        int slash = text.indexOf('/');
        Integer seconds = slash < 0 ? null : UNIT_SECONDS.get(text.substring(slash + 1));
        if (seconds == null || slash > DIGITS) {
            throw new IllegalArgumentException("a rate is a number, a slash and s, m or h");
        }
        return new Rate(new BigDecimal(text.substring(0, slash).strip())
                .divide(BigDecimal.valueOf(seconds), DIGITS, RoundingMode.HALF_UP)
                .doubleValue());
    }
}
