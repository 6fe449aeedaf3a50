package io.skerry.cache.purge.record;

/**
 * How far this node has applied the cluster's log. Durable with the records it stands for.
 *
 * @param epoch random identity of the cluster's log, never 0; 0 for a node that never read one
 * @param seq the newest entry applied; counts from 1 without gaps within an epoch
 * @param entryMillis first half of that entry's id in the stream
 * @param entryCount second half
 */
public record ClusterPosition(long epoch, long seq, long entryMillis, long entryCount) {

    /** Of a node that never read a cluster's log. */
    public static final ClusterPosition NONE = new ClusterPosition(0, 0, 0, 0);

    /** Whether it is a place in some log. */
    public boolean known() {
        return epoch != 0;
    }
}
