package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Makes room in the one segment of a shard that refused a record: of the coldest entries of the tier, those that lie in it go.
 *
 * <p>The policy's order is of the whole tier, a segment's room is its own: so the search goes down the order until it has
 * found enough of that segment. Store threads only.
 */
final class RoomMaker {

    /** Searched first, and then in vain but for the oldest records of the segment, whatever they are worth. */
    private static final int[] DEPTHS = {256, 4096};

    private static final int ENTRIES_TO_EVICT = 8;
    /** Of longer ones the place in the index becomes a miss. */
    private static final int USUAL_HEAD_BYTES = 4 << 10;

    private final ShardSet shards;
    private final DiskIndex index;

    RoomMaker(ShardSet shards, DiskIndex index) {
        this.shards = shards;
        this.index = index;
    }

    /** Frees some of the segment of a shard that a record of this id belongs to. */
    void makeRoom(int shard, long id) {
        Shard target = shards.all().get(shard);
        int segment = target.segmentOf(id);
        if (segment < 0) {
            return;
        }
        for (int depth : DEPTHS) {
            if (evictFrom(target, shard, segment, depth) > 0) {
                return;
            }
        }
        dropOldest(target, id);
    }

    /** What goes leaves the index as well: what it cannot find it would count as damage, and go on counting as stored. */
    private void dropOldest(Shard target, long id) {
        // Not the thread's own buffer: the record that wants room is in that.
        ByteBuffer beginning = ByteBuffer.allocate(USUAL_HEAD_BYTES);
        for (long oldest : target.oldestBeside(id)) {
            if (target.copyBeginning(oldest, beginning)) {
                EntryCodec.decodeHead(beginning).ifPresent(head -> evict(head, oldest));
            }
            target.remove(oldest);
        }
    }

    private void evict(StoredHead head, long id) {
        DiskEntry entry = index.held(head.key(), head.variant(), id);
        if (entry != null) {
            index.evictFromPlace(entry);
        }
    }

    private int evictFrom(Shard target, int shard, int segment, int depth) {
        int evicted = evictFrom(target, shard, segment, index.coldest(shards.roomOf(shard), depth));
        return evicted > 0 ? evicted : evictFrom(target, shard, segment, index.coldest(Room.FILE, depth));
    }

    private int evictFrom(Shard target, int shard, int segment, List<DiskEntry> coldest) {
        int evicted = 0;
        for (DiskEntry entry : coldest) {
            if (evicted < ENTRIES_TO_EVICT && entry.shard == shard && target.segmentOf(entry.id) == segment) {
                index.evictFromPlace(entry);
                target.remove(entry.id);
                evicted++;
            }
        }
        return evicted;
    }
}
