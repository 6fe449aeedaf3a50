package io.skerry.edge.config.bind;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The whole numbers a value is limited to.
 *
 * @param min the smallest
 * @param max the largest
 * @param only if not empty, the only ones
 */
public record Bounds(long min, long max, List<Long> only) {

    /** No limit. */
    public static final Bounds NONE = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE, List.of());

    public Bounds {
        only = List.copyOf(only);
    }

    static Bounds only(long... numbers) {
        List<Long> all = Arrays.stream(numbers).boxed().toList();
        return new Bounds(numbers[0], numbers[numbers.length - 1], all);
    }

    /** Whether every number is accepted. */
    public boolean unlimited() {
        return equals(NONE);
    }

    boolean accept(Object value) {
        return unlimited()
                || !(value instanceof Number number)
                || (number.longValue() >= min
                        && number.longValue() <= max
                        && (only.isEmpty() || only.contains(number.longValue())));
    }

    String expected() {
        if (only.isEmpty()) {
            return "a whole number from " + min + " to " + max;
        }
        return only.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
