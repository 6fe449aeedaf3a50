package io.skerry.edge.config.model;

import io.skerry.functions.api.Description;
import io.skerry.functions.api.Key;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How long responses are fresh: {@code ttl: 30d}, or a mapping that leaves the origin a say. */
public sealed interface TtlSettings {

    /**
     * Replaces whatever the origin says about freshness, but for errors.
     *
     * @param duration since the response was made
     */
    record Always(Duration duration) implements TtlSettings {

        /** Reads {@code ttl: 30d}. */
        @Shorthand
        public static Always of(Duration duration) {
            return new Always(duration);
        }
    }

    /**
     * Fills in and bounds what the origin says.
     *
     * @param byDefault when the origin says nothing; not for errors
     * @param min at least this long; not for errors
     * @param max at most this long
     * @param status replaces what the origin says for these statuses; one status goes before a class such as 5xx
     */
    record Bounds(
            @Key("default") @Description("When the origin says nothing; not for errors")
            Optional<Duration> byDefault,

            @Description("At least this long; not for errors")
            Optional<Duration> min,

            @Description("At most this long") Optional<Duration> max,

            @Description("By status (404) or class of statuses (5xx), whatever the origin says")
            Map<StatusPattern, Duration> status)
            implements TtlSettings {

        public Bounds {
            status = Collections.unmodifiableMap(new LinkedHashMap<>(status));
            if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
                throw new IllegalArgumentException("min: expected at most max");
            }
        }

        /** What is said about this status, if anything: by its own entry before that of its class. */
        public Optional<Duration> forStatus(int code) {
            Optional<Duration> own = Optional.ofNullable(status.get(new StatusPattern(code, code)));
            int hundreds = code - code % 100;
            return own.or(() -> Optional.ofNullable(status.get(new StatusPattern(hundreds, hundreds + 99))));
        }
    }
}
