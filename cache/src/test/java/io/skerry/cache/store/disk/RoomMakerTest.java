package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Sample;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.store.disk.DiskEntry.RecordPlace;
import io.skerry.cache.store.disk.ShardSet.Sealed;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which records go where a segment has no room. */
class RoomMakerTest {

    private static final int RECORDS = 64;
    /** More than are looked through for one that lies in the segment. */
    private static final int COLDER = 10_000;

    @TempDir
    Path folder;

    private final DiskIndex index = new DiskIndex(
            Map.of(Room.SMALL, 1L << 30, Room.LARGE, 1L << 30, Room.FILE, 1L << 30), Long.MAX_VALUE, entry -> {});

    @Test
    void oldest_records_that_go_for_want_of_colder_ones_leave_the_index_as_well() {
        ShardSet shards = new ShardSet(folder, 32 << 20, () -> {}, Pulse.of(folder, DiskFiles.SYSTEM));
        shards.all().forEach(Shard::open);
        RoomMaker maker = new RoomMaker(shards, index);
        for (int i = 0; i < COLDER; i++) {
            CacheKey key = new CacheKey(i, i, "site http://a.example/" + i);
            index.publish(
                    new DiskEntry(key, VariantKey.none(), new RecordPlace(1_000_000 + i, (short) 1, 0, 1)), Room.SMALL);
        }
        List<DiskEntry> stored = new ArrayList<>();
        for (int id = 1; id <= RECORDS; id++) {
            DiskEntry entry = store(shards, maker, id);
            for (int use = 0; use < 3; use++) {
                index.used(entry);
            }
            stored.add(entry);
        }

        maker.makeRoom(stored.getFirst().shard, RECORDS);

        assertThat(stored).anyMatch(entry -> shards.get(entry) == null);
        assertThat(stored).allMatch(entry -> index.holds(entry) == (shards.get(entry) != null));
        shards.close();
    }

    private DiskEntry store(ShardSet shards, RoomMaker maker, long id) {
        TargetUri uri = new TargetUri("https", "shop.example.com", "/" + id, "");
        StoredHead head = Sample.stored(Sample.response(200), uri, Set.of(), List.of());
        BodyPlace place = new BodyPlace.Inline(0);
        ByteBuffer record = ShardSet.scratch();
        EntryCodec.begin(record, id, head, place);
        EntryCodec.seal(record);
        RecordPlace where = shards.put(Room.SMALL, head.key(), new Sealed(id, place, record), maker);
        DiskEntry entry = new DiskEntry(head.key(), head.variant(), Objects.requireNonNull(where));
        index.publish(entry, Room.SMALL);
        return entry;
    }
}
