package io.skerry.cache.purge.journal;

import io.skerry.cache.purge.record.ClusterPosition;
import java.nio.ByteBuffer;

/**
 * The changing part of a journal's header, rewritten in place after each group of records.
 *
 * @param ackedNumber the newest record that was acknowledged; one less than the first for none
 * @param ackedEnd where that record ends in the file
 * @param deliveredNumber every record up to it has been delivered to the cluster, or need not be
 * @param position how far the cluster's log is applied
 */
public record JournalMark(long ackedNumber, long ackedEnd, long deliveredNumber, ClusterPosition position) {

    static final int BYTES = 7 * Long.BYTES;

    void encode(ByteBuffer out) {
        out.putLong(ackedNumber).putLong(ackedEnd).putLong(deliveredNumber);
        out.putLong(position.epoch())
                .putLong(position.seq())
                .putLong(position.entryMillis())
                .putLong(position.entryCount());
    }

    static JournalMark decode(ByteBuffer in) {
        return new JournalMark(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                new ClusterPosition(in.getLong(), in.getLong(), in.getLong(), in.getLong()));
    }
}
