package io.skerry.cache.store.disk;

import io.skerry.cache.key.CacheKey;
import io.skerry.cache.store.disk.DiskEntry.RecordPlace;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All shards of a store: finds the one for a record, makes room in it, writes and reads. Store threads only. */
final class ShardSet {

    private static final ThreadLocal<ByteBuffer> SCRATCH =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(EntryCodec.MAX_RECORD_BYTES));

    private static final int TRIES = 3;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final List<Shard> all = new ArrayList<>();
    private final List<Room> rooms = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<Room, int[]> byRoom = new EnumMap<>(Room.class);
    private final Map<Room, Long> chunkBytes = new EnumMap<>(Room.class);

    /**
     * None is open yet.
     *
     * @param onFault told when one of them goes out of use
     * @param pulse of the disk they are on
     */
    ShardSet(Path folder, long storeBytes, Runnable onFault, Pulse pulse) {
        ShardFaults faults = new ShardFaults(System::nanoTime);
        for (Room room : List.of(Room.SMALL, Room.LARGE)) {
            ShardLayout layout = ShardLayout.of(room, (long) (storeBytes * room.share));
            int[] places = new int[layout.shards()];
            for (int i = 0; i < places.length; i++) {
                Path file = layout.files(folder).get(i);
                places[i] = all.size();
                all.add(new Shard(file, layout, faults, onFault, pulse));
                names.add(file.getFileName().toString());
                rooms.add(room);
            }
            byRoom.put(room, places);
            chunkBytes.put(room, layout.chunkBytes());
        }
    }

    List<Shard> all() {
        return all;
    }

    /** The names of their files. */
    Set<String> files() {
        return names;
    }

    /** Bytes of all chunks of a room. */
    long chunkBytes(Room room) {
        return Objects.requireNonNull(chunkBytes.get(room));
    }

    /** A buffer of this thread's for one record. */
    static ByteBuffer scratch() {
        return SCRATCH.get();
    }

    /** The record of an entry in this thread's buffer, or null. */
    @Nullable
    ByteBuffer get(DiskEntry entry) {
        return all.get(entry.shard).get(entry.id, scratch());
    }

    /** The record of an entry in a direct buffer that is as large as the room the record takes, or null. */
    @Nullable
    ByteBuffer get(DiskEntry entry, ByteBuffer using) {
        return all.get(entry.shard).get(entry.id, using);
    }

    void remove(DiskEntry entry) {
        all.get(entry.shard).remove(entry.id);
    }

    /** Up to where a sweep has compared the records beside an entry. */
    SweptMark mark(DiskEntry entry) {
        return all.get(entry.shard).mark();
    }

    boolean isOpen(DiskEntry entry) {
        return all.get(entry.shard).isOpen();
    }

    /** Whether each kind of record has a shard that takes it. */
    boolean everyRoomIsOpen() {
        return byRoom.values().stream()
                .allMatch(places ->
                        Arrays.stream(places).anyMatch(place -> all.get(place).isOpen()));
    }

    /** The shards that records of a key belong to, one of each kind: elsewhere they are only while one of these is not open. */
    int[] homes(CacheKey key) {
        return byRoom.values().stream()
                .mapToInt(places -> places[homeOf(key, places.length)])
                .toArray();
    }

    private static int homeOf(CacheKey key, int count) {
        return (int) Long.remainderUnsigned((key.high() * SPREAD) >>> 16, count);
    }

    /** All shards, those of both kinds mixed evenly: what is opened first takes records of each. */
    int[] mixed() {
        int most =
                byRoom.values().stream().mapToInt(places -> places.length).max().orElse(0);
        return IntStream.range(0, most)
                .flatMap(i -> byRoom.values().stream()
                        .filter(places -> i < places.length)
                        .mapToInt(places -> places[i]))
                .toArray();
    }

    /** The shard that takes a record of that room, or -1 when none is open. */
    private int shardFor(Room room, CacheKey key) {
        int[] places = Objects.requireNonNull(byRoom.get(room));
        int first = homeOf(key, places.length);
        for (int i = 0; i < places.length; i++) {
            int place = places[(first + i) % places.length];
            if (all.get(place).isOpen()) {
                return place;
            }
        }
        return -1;
    }

    /**
     * A record ready to be stored.
     *
     * @param id under which
     * @param place of its content
     * @param bytes sealed
     */
    record Sealed(long id, BodyPlace place, ByteBuffer bytes) {}

    /**
     * Stores a record in a shard of that room, making room in the segment that refuses.
     *
     * @return where it is now, or null when it could not be stored
     */
    @Nullable
    RecordPlace put(Room room, CacheKey key, Sealed record, RoomMaker maker) {
        int shard = shardFor(room, key);
        if (shard < 0) {
            return null;
        }
        Shard target = all.get(shard);
        long id = record.id();
        Shard.Put outcome = target.put(id, record.bytes());
        for (int i = 0; i < TRIES && outcome == Shard.Put.FULL; i++) {
            maker.makeRoom(shard, id);
            outcome = target.put(id, record.bytes());
        }
        return outcome == Shard.Put.STORED
                ? placeOf(id, shard, record.place(), record.bytes().remaining())
                : null;
    }

    /** Where a record is and what it takes of its room. */
    RecordPlace placeOf(long id, int shard, BodyPlace place, int recordBytes) {
        return switch (place) {
            case BodyPlace.Inline inline ->
                new RecordPlace(id, (short) shard, 0, roomOf(shard).units(recordBytes));
            case BodyPlace.InFile file ->
                new RecordPlace(id, (short) shard, file.fileId(), Room.FILE.units(file.lengthBytes()));
        };
    }

    /** What kind of records a shard keeps. */
    Room roomOf(int shard) {
        return rooms.get(shard);
    }

    /** Where an entry counts: with the files if its content is in one, else with its shard's kind. */
    Room roomOf(RecordPlace place) {
        return place.fileId() == 0 ? roomOf(place.shard()) : Room.FILE;
    }

    void close() {
        all.parallelStream().forEach(Shard::close);
    }
}
