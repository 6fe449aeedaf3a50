package io.skerry.edge.config.bind;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Durations as the file writes them: a whole number and one unit, so short that they can be counted in nanoseconds. */
final class DurationText {

    static final String PATTERN = "^[0-9]{1,9}(ms|s|m|h|d|y)$";
    static final String EXPECTED = "a number with a unit: 500ms, 30s, 5m, 1h, 7d or 1y";

    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "y", Duration.ofDays(365));

    private static final Duration LONGEST = Duration.ofDays(365 * 100);

    private DurationText() {}

    static Duration parse(String text) {
        int digits = Digits.leading(text);
        Duration unit = UNITS.get(text.substring(digits));
        if (digits == 0 || digits > 9 || unit == null) {
            throw new IllegalArgumentException(digits > 9 && unit != null ? "at most nine digits" : "");
        }
        Duration duration = unit.multipliedBy(Long.parseLong(text.substring(0, digits)));
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("at most 100y");
        }
        return duration;
    }

    /** A bare number most likely counts seconds; long names of units have short ones. */
    static Optional<String> correction(String text) {
        int digits = Digits.leading(text);
        if (digits == 0 || digits > 9) {
            return Optional.empty();
        }
        String unit = text.substring(digits).strip();
        if (unit.isEmpty()) {
            return Optional.of(text.substring(0, digits) + "s");
        }
        if (UNITS.containsKey(unit)) {
            return Optional.of(text.substring(0, digits) + unit);
        }
        if (!unit.chars().allMatch(Character::isLetter)) {
            return Optional.empty();
        }
        return UNITS.keySet().stream()
                .filter(known -> unit.startsWith(known.substring(0, 1)) && unit.length() > 2)
                .filter(known -> known.length() == 1)
                .findFirst()
                .map(known -> text.substring(0, digits) + known);
    }
}
