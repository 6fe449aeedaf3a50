package io.skerry.origin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long an origin may take. All are more than zero.
 *
 * @param connect to look a name up, and then to open a connection, TLS included, to one of its addresses, per target tried
 * @param firstByte from the last byte of the request to the head of the answer
 * @param idle without a byte moving, in either direction, while the edge is ready to move it; also how long an unused connection is
 *     kept, if it is not older than five minutes
 * @param request from {@link OriginClient#send} to the last byte of the answer, or null for no bound. Time during which the reader
 *     of the answer paused it does not count.
 */
public record OriginTimeouts(
        Duration connect,
        Duration firstByte,
        Duration idle,
        @Nullable Duration request) {

    /** 1 s, 10 s, 60 s, 60 s. */
    public static final OriginTimeouts DEFAULT = new OriginTimeouts(
            Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60));

    public OriginTimeouts {
        requirePositive(connect);
        requirePositive(firstByte);
        requirePositive(idle);
        if (request != null) {
            requirePositive(request);
        }
    }

    private static void requirePositive(Duration duration) {
        if (duration.toMillis() <= 0) {
            throw new IllegalArgumentException("a time-out is at least 1 ms: " + duration);
        }
    }
}
