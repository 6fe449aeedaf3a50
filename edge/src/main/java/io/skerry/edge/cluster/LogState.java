package io.skerry.edge.cluster;

import io.skerry.cache.purge.record.ClusterPosition;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the cluster's log stood at one moment.
 *
 * @param end its newest entry
 * @param next the entry after the one that the asking node has read last; without an id
 * @param past what is at the entry that the asking node has read last
 * @param times when its epoch began, and when this was
 */
record LogState(ClusterPosition end, Optional<ClusterPosition> next, Past past, Times times) {

    /** Of what was read in this run the age is known; latencies remain. */
    private static final Duration LATENESS = Duration.ofSeconds(2);

    /** By how much the clocks of two servers may differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** What a log has where a node has read it to. */
    enum Past {
        /** The entry that was read, or nothing any more. */
        AS_READ,
        /** Older entries and not this one: they are not those that were read. */
        REWRITTEN
    }

    /**
     * By the server's clock, in milliseconds.
     *
     * @param began when the epoch did; 0 where nobody has noted it
     * @param now when it was asked
     */
    record Times(long began, long now) {}

    /**
     * Whether nodes that follow this log may have missed purges that were read elsewhere: on a server that this one took over from, and
     * that some still wrote to. Who joined this epoch dropped everything then, and has missed nothing older.
     *
     * @param read where another epoch has been read to
     * @param ago how long ago purges were read last; empty if not in this run
     */
    boolean mayLack(ClusterPosition read, Optional<Duration> ago) {
        if (!read.known() || read.epoch() == end.epoch()) {
            return false;
        }
        if (ago.isPresent()) {
            return ago.get().toMillis() <= times.now() - times.began() + LATENESS.toMillis();
        }
        return read.seq() > 0 && read.entryMillis() >= times.began() - SKEW.toMillis();
    }
}
