package io.skerry.cache.purge;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.record.PeerPurge;
import io.skerry.cache.purge.record.PurgeRecord;
import io.skerry.cache.purge.record.PurgeScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What has still to be delivered to the cluster's log, in the order of the journal. Any thread.
 *
 * <p>Bounded: when the log is away for so long that too much waits, one purge of everything takes the place of all. It has the
 * number and id of the last of them, and the others need not be kept: the journal that forgets them remembers which it is.
 */
final class Outbox {

    static final int MOST = 50_000;

    /** Of heap, as estimated: a purge may name hundreds of URLs. */
    static final long MOST_BYTES = 32L << 20;

    private static final int BYTES_PER_SELECTOR = 200;

    private record Waiting(PeerPurge order, long bytes) {

        static Waiting of(PeerPurge order) {
            return new Waiting(
                    order,
                    order.encode().length
                            + (long) BYTES_PER_SELECTOR * order.selectors().size());
        }
    }

    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private long bytes;
    private long newest;

    /** The purge of everything, and the oldest of those that it stands for; 0 for none. */
    private long standIn;

    private long oldestReplaced;

    /** A log in which everything up to this record is delivered. */
    Outbox(long delivered) {
        newest = delivered;
    }

    /** Takes a record that was put in force; only those for the cluster wait. */
    synchronized void add(PurgeRecord record) {
        newest = Math.max(newest, record.number());
        if (record instanceof PurgeRecord.Purge purge && purge.scope() == PurgeScope.CLUSTER) {
            put(purge.number(), purge.order());
            if (waiting.size() > MOST || bytes > MOST_BYTES) {
                replaceAllBy(purge);
            }
        }
    }

    /**
     * Takes a record that is in force since an earlier run.
     *
     * @param by the record that stands for all up to it, 0 for none
     */
    synchronized void recover(PurgeRecord record, long by) {
        long delivered = deliveredUpTo();
        if (record.number() == by && by > delivered && record instanceof PurgeRecord.Purge purge) {
            replaceAllBy(purge);
            newest = by;
        } else if (record.number() > Math.max(by, delivered)) {
            add(record);
        }
    }

    private void replaceAllBy(PurgeRecord.Purge purge) {
        oldestReplaced = deliveredUpTo() + 1;
        standIn = purge.number();
        waiting.clear();
        bytes = 0;
        PurgeSelector everything = new PurgeSelector.Everything(Optional.empty());
        put(purge.number(), new PeerPurge(purge.id(), PurgeMode.HARD, List.of(everything)));
    }

    private void put(long number, PeerPurge order) {
        Waiting one = Waiting.of(order);
        waiting.put(number, one);
        bytes += one.bytes();
    }

    synchronized void delivered(long number) {
        Waiting one = waiting.remove(number);
        bytes -= one == null ? 0 : one.bytes();
    }

    /** Every record up to this one has been delivered, or need not be. */
    synchronized long deliveredUpTo() {
        if (waiting.isEmpty()) {
            return newest;
        }
        long oldest = waiting.firstKey();
        return (oldest == standIn ? oldestReplaced : oldest) - 1;
    }

    /** The record that stands for all up to it as long as it waits; 0 for none. */
    synchronized long standIn() {
        return waiting.containsKey(standIn) ? standIn : 0;
    }

    synchronized List<QueuedPurge> after(long number, int most) {
        List<QueuedPurge> found = new ArrayList<>();
        for (var entry : waiting.tailMap(number, false).entrySet()) {
            if (found.size() == most) {
                break;
            }
            found.add(new QueuedPurge(entry.getKey(), entry.getValue().order()));
        }
        return found;
    }

    synchronized int size() {
        return waiting.size();
    }
}
