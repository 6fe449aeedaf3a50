package io.skerry.edge.config.model;

import java.math.BigDecimal;

/**
 * A share of a whole, written {@code 5%} or {@code 0.5%}.
 *
 * @param share from 0 to 1
 */
public record Percentage(double share) {

    public Percentage {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a percentage lies between 0% and 100%");
        }
    }

    /**
     * The share this text means.
     *
     * @throws IllegalArgumentException when it is not a number followed by a percent sign, or not between 0 and 100
     */
    public static Percentage parse(String text) {
        if (!text.endsWith("%") || text.length() > 15) {
            throw new IllegalArgumentException("a percentage ends in \"%\"");
        }
        return new Percentage(
                new BigDecimal(text.substring(0, text.length() - 1).strip())
                        .movePointLeft(2)
                        .doubleValue());
    }
}
