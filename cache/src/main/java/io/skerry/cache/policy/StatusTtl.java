package io.skerry.cache.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The lifetime of responses with one status code, or with any of a class.
 *
 * @param statuses which
 * @param ttl 0 or more; 0 is stale at once
 */
public record StatusTtl(Statuses statuses, Duration ttl) {

    public StatusTtl {
        Objects.requireNonNull(statuses);
        if (ttl.isNegative()) {
            throw new IllegalArgumentException("a negative ttl: " + ttl);
        }
    }

    /** Which status codes. */
    public sealed interface Statuses {

        /** Whether it means this status code. */
        boolean covers(int status);

        /**
         * What a routes file writes: {@code 404} or {@code 5xx}.
         *
         * @return empty for anything else
         */
        static Optional<Statuses> parse(String text) {
            if (text.length() != 3 || text.charAt(0) < '2' || text.charAt(0) > '5') {
                return Optional.empty();
            }
            int hundreds = text.charAt(0) - '0';
            if (text.endsWith("xx")) {
                return Optional.of(new Range(hundreds));
            }
            int tens = text.charAt(1) - '0';
            int ones = text.charAt(2) - '0';
            boolean digits = tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
            return digits ? Optional.of(new Code(hundreds * 100 + tens * 10 + ones)) : Optional.empty();
        }

        /**
         * One code.
         *
         * @param status 200 to 599
         */
        record Code(int status) implements Statuses {
            @Override
            public boolean covers(int other) {
                return status == other;
            }
        }

        /**
         * All codes with the same first digit.
         *
         * @param hundreds 2 to 5
         */
        record Range(int hundreds) implements Statuses {
            @Override
            public boolean covers(int other) {
                return other / 100 == hundreds;
            }
        }
    }
}
