package io.skerry.purgeapi.http;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long a caller wants to wait for all nodes ({@code Prefer: wait=n}, RFC 7240 4.3).
 *
 * @param time how long the answer waits at most
 * @param applied the value of {@code Preference-Applied}; empty if nothing was preferred
 */
record WaitPreference(Duration time, Optional<String> applied) {

    static final int DEFAULT_SECONDS = 2;
    static final int MOST_SECONDS = 30;

    /** The first {@code wait} of the lines counts; what is not understood is ignored (RFC 7240 2). */
    static WaitPreference of(List<String> lines) {
        for (String line : lines) {
            for (String preference : line.split(",", -1)) {
                String text = preference.strip().toLowerCase(Locale.ROOT);
                Optional<Integer> seconds = text.startsWith("wait") ? seconds(text) : Optional.empty();
                if (seconds.isPresent()) {
                    int granted = Math.min(MOST_SECONDS, seconds.get());
                    return new WaitPreference(Duration.ofSeconds(granted), Optional.of("wait=" + granted));
                }
            }
        }
        return new WaitPreference(Duration.ofSeconds(DEFAULT_SECONDS), Optional.empty());
    }

    private static Optional<Integer> seconds(String preference) {
        int equals = preference.indexOf('=');
        if (equals < 0 || !preference.substring(0, equals).strip().equals("wait")) {
            return Optional.empty();
        }
        String digits = preference.substring(equals + 1).strip();
        boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            return Optional.empty();
        }
        return Optional.of(digits.length() > 6 ? MOST_SECONDS : Integer.parseInt(digits));
    }
}
