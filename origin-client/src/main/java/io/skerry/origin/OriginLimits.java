package io.skerry.origin;

/**
 * What an origin is given and what is taken from it.
 *
 * @param connections open at once to each target, more than 0; rounded up to a multiple of the event loops in use, since each has
 *     connections of its own
 * @param queue requests waiting for a connection to a target, 0 or more; one more is refused
 * @param headerBytes of an answer's head, status line included, more than 0
 * @param headerFields in an answer's head, more than 0
 */
public record OriginLimits(int connections, int queue, int headerBytes, int headerFields) {

    /** 512 connections, 1,000 waiting, 64 KiB and 500 fields. */
    public static final OriginLimits DEFAULT = new OriginLimits(512, 1_000, 64 * 1024, 500);

    public OriginLimits {
        if (connections < 1 || queue < 0 || headerBytes < 1 || headerFields < 1) {
            throw new IllegalArgumentException(
                    "limits: " + connections + ", " + queue + ", " + headerBytes + ", " + headerFields);
        }
    }
}
