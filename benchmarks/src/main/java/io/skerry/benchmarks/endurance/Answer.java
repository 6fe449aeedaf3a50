package io.skerry.benchmarks.endurance;

/**
 * What a client received.
 *
 * @param path asked for
 * @param kind how good it is
 * @param status 0 when no head came
 * @param version the origin's version it claims to be, 0 for none
 * @param source where it came from
 * @param cacheStatus the field, empty for none
 */
record Answer(String path, Kind kind, int status, int version, Source source, String cacheStatus) {

    /** How good an answer is. */
    enum Kind {
        /** All bytes, each one right. */
        COMPLETE,
        /** Visibly broken: the connection failed, or ended before the length that was told. */
        BROKEN,
        /** Another status than asked for: an error of the edge. */
        REFUSED,
        /** A wrong byte, or a clean end at the wrong place. Never. */
        CORRUPT
    }

    /** Where an answer came from. */
    enum Source {
        CACHE,
        ORIGIN
    }

    boolean isComplete() {
        return kind == Kind.COMPLETE;
    }

    boolean isHit() {
        return isComplete() && source == Source.CACHE;
    }
}
