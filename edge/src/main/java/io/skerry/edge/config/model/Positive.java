package io.skerry.edge.config.model;

import java.time.Duration;

/** A duration that would be meaningless as nothing. */
final class Positive {

    private Positive() {}

    static void require(String key, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(key + ": expected more than 0s");
        }
    }
}
