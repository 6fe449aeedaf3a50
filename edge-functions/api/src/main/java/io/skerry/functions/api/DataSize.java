package io.skerry.functions.api;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An amount of bytes.
 *
 * @param bytes zero or more
 */
public record DataSize(long bytes) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s?([KMGT]i?)?B");
    /** Refuses negative amounts. */
    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative: " + bytes);
        }
    }

    /**
     * Reads {@code 20MB} (10^6 bytes) or {@code 20MiB} (2^20 bytes); a bare number is refused.
     *
     * @param text the size as written in a routes file
     * @return the size
     * @throws IllegalArgumentException saying what was expected
     */
    public static DataSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a size such as 64KB, 20MB or 1GiB, not \"" + text + "\"");
        }
        try {
            BigDecimal amount =
                    new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(bytesIn(matcher.group(2))));
            return new DataSize(amount.longValueExact());
        } catch (ArithmeticException notWhole) {
            throw new IllegalArgumentException("expected a whole number of bytes, not \"" + text + "\"", notWhole);
        }
    }

    private static long bytesIn(@Nullable String unit) {
        return switch (unit == null ? "" : unit) {
            case "K" -> 1_000L;
            case "M" -> 1_000_000L;
            case "G" -> 1_000_000_000L;
            case "T" -> 1_000_000_000_000L;
            case "Ki" -> 1L << 10;
            case "Mi" -> 1L << 20;
            case "Gi" -> 1L << 30;
            case "Ti" -> 1L << 40;
            default -> 1L;
        };
    }

    /**
     * The amount as an {@code int}, for arrays.
     *
     * @return the bytes, at most {@link Integer#MAX_VALUE}
     */
    public int asInt() {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        return bytes + "B";
    }
}
