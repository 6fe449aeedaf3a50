package io.skerry.purgeapi.limit;

/**
 * So many calls in a row, and so many a second in the long run.
 *
 * @param perSecond above 0
 * @param burst at least 1
 */
public record Allowance(double perSecond, int burst) {
    public Allowance {
        if (!(perSecond > 0) || burst < 1) {
            throw new IllegalArgumentException(perSecond + " calls a second, " + burst + " in a row");
        }
    }

    /** How long a full burst lasts to come back, in whole seconds, at least 1. */
    public long windowSeconds() {
        return Math.max(1, (long) Math.ceil(burst / perSecond));
    }
}
