package io.skerry.edge.oracle;

/**
 * What an answer was worth.
 *
 * @param kind the finding
 * @param status of the answer, 0 if there was none
 * @param version that it claimed, 0 if it claimed none
 * @param cacheStatus its {@code Cache-Status}, empty if it had none
 * @param detail what was found, for people
 */
public record Verdict(Kind kind, int status, long version, String cacheStatus, String detail) {

    /** Whether the edge says that it answered from its store. */
    public boolean isHit() {
        return cacheStatus.contains("; hit");
    }

    /** The findings, the graver the later. */
    public enum Kind {
        /** Whole, published, not older than the floor, and mine. */
        COMPLETE,
        /** The client itself left. */
        LEFT,
        /** Broken off visibly after a head. */
        BROKEN,
        /** No answer, or an error. */
        FAILED,
        /** Older than a purge that had been acknowledged before the request was sent. */
        STALE,
        /** Bytes that were never published, or an end that is none, looking whole. */
        CORRUPT,
        /** Another site's, URL's, variant's or client's. */
        FOREIGN
    }
}
