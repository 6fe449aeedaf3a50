package io.skerry.cache.store.disk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.EvictionCause;
import io.skerry.cache.store.StoreHeap;
import io.skerry.cache.store.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is on disk, by digest, in the heap: found without a file call, and evicted by weight and frequency within each {@link
 * Room}.
 *
 * <p>Reading takes no lock. A key's entries change under one of a few striped locks, so that of two versions written at the
 * same time the newer stays, whatever rooms they are in. An entry that leaves is told to {@code dropped}, which deletes its
 * record: records have ids of their own, so a late deletion never hits a newer version.
 */
final class DiskIndex {

    private static final int STRIPES = 64;
    static final int MAX_SHAPES = 1_000;

    /**
     * An entry that a request selects.
     *
     * @param entry where it is
     * @param variant the secondary key that the record must have
     */
    record Selected(DiskEntry entry, VariantKey variant) {}

    private final Map<Room, Cache<DiskEntry, DiskEntry>> rooms = new EnumMap<>(Room.class);
    private final VariantTable varying = new VariantTable();
    private final ConcurrentHashMap<List<VariantInput>, List<VariantInput>> shapes = new ConcurrentHashMap<>();
    private final Object[] stripes = new Object[STRIPES];
    private final Tally<EvictionCause> evictions = new Tally<>(EvictionCause.class);
    private final Consumer<DiskEntry> dropped;

    /**
     * An index, empty.
     *
     * @param capacityBytes room for each kind
     * @param mostEntries of all rooms together
     */
    DiskIndex(Map<Room, Long> capacityBytes, long mostEntries, Consumer<DiskEntry> dropped) {
        this.dropped = dropped;
        Arrays.setAll(stripes, i -> new Object());
        capacityBytes.forEach((room, bytes) -> rooms.put(room, cache(room, bytes, mostEntries)));
    }

    /**
     * However small they are, a room holds no more entries than its share: each weighs at least that part of the room, and as many of
     * them as it takes heap of its own.
     */
    private Cache<DiskEntry, DiskEntry> cache(Room room, long capacityBytes, long mostEntries) {
        long units = capacityBytes / Room.UNIT_BYTES;
        long most = Math.max(1, (long) (mostEntries * room.indexShare));
        int leastUnits = (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(units, most));
        return Caffeine.newBuilder()
                .maximumWeight(units)
                .weigher((DiskEntry key, DiskEntry entry) ->
                        (int) Math.min(Integer.MAX_VALUE, Math.max(entry.units, leastUnits * heapShares(entry.inputs))))
                .executor(Runnable::run)
                .removalListener(this::onRemoval)
                .build();
    }

    /** For how many entries there would be heap in place of one with these inputs: one where their list is shared. */
    // The same instance on purpose: an equal list of its own takes heap of its own.
    @SuppressWarnings("ReferenceEquality")
    private long heapShares(List<VariantInput> inputs) {
        if (inputs.isEmpty() || shapes.get(inputs) == inputs) {
            return 1;
        }
        return 1 + VariantInput.heapBytes(inputs) / StoreHeap.BYTES_PER_DISK_ENTRY;
    }

    /** The newest entry that the request selects, or null. */
    @Nullable
    Selected select(CacheKey key, InputSource inputs) {
        DiskEntry plain = current(DiskEntry.probe(key, VariantKey.none()));
        Selected newest = plain == null ? null : new Selected(plain, VariantKey.none());
        for (DiskEntry entry : varying.of(key)) {
            VariantKey wanted = VariantKey.read(entry.inputs, inputs);
            if (DiskEntry.digest(wanted) == entry.variant && (newest == null || entry.id > newest.entry().id)) {
                DiskEntry counted = current(entry);
                varying.selected(entry);
                newest = counted == null ? newest : new Selected(counted, wanted);
            }
        }
        return newest;
    }

    /** Every entry of a key, newest first; counts as no use. */
    List<DiskEntry> all(CacheKey key) {
        List<DiskEntry> all = new ArrayList<>();
        DiskEntry plain = peek(DiskEntry.probe(key, VariantKey.none()));
        if (plain != null) {
            all.add(plain);
        }
        for (DiskEntry entry : varying.of(key)) {
            DiskEntry inForce = peek(entry);
            if (inForce != null) {
                all.add(inForce);
            }
        }
        all.sort((one, other) -> Long.compare(other.id, one.id));
        return all;
    }

    /** The entry in force of a digest, not counted as a use; null for none. */
    @Nullable
    DiskEntry peek(DiskEntry probe) {
        for (Cache<DiskEntry, DiskEntry> cache : rooms.values()) {
            DiskEntry entry = cache.policy().getIfPresentQuietly(probe);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /** Whether the key has variants, none of which a request may select. */
    boolean hasVariants(CacheKey key) {
        return varying.of(key).length > 0;
    }

    /** Whether exactly this entry is still the one in force. */
    boolean holds(DiskEntry entry) {
        return entry.isSame(peek(entry));
    }

    /** All entries in force; those that come or go meanwhile may be missing. */
    Stream<DiskEntry> all() {
        return rooms.values().stream().flatMap(cache -> cache.asMap().values().stream());
    }

    /** The entry in force for a variant, if it is the record with this id; counts as no use. */
    @Nullable
    DiskEntry held(CacheKey key, VariantKey variant, long id) {
        DiskEntry entry = peek(DiskEntry.probe(key, variant));
        return entry == null || entry.id != id ? null : entry;
    }

    /** Counts a use of the entry in force of a digest, if there is one. */
    void used(DiskEntry probe) {
        var _ = current(probe);
    }

    /** The entry in force of a digest, counted as a use; null for none. */
    private @Nullable DiskEntry current(DiskEntry probe) {
        for (Cache<DiskEntry, DiskEntry> cache : rooms.values()) {
            DiskEntry entry = cache.getIfPresent(probe);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /** Puts an entry in force unless a newer one is; the one that is not in force is dropped. */
    boolean publish(DiskEntry entry, Room room) {
        synchronized (stripe(entry)) {
            DiskEntry before = peek(entry);
            if (before != null && before.id > entry.id) {
                keepSharedFile(entry, before);
                dropped.accept(entry);
                return false;
            }
            if (before != null) {
                keepSharedFile(before, entry);
                discard(before);
            }
            if (entry.varies()) {
                varying.add(entry);
            }
            cacheOf(room).put(entry, entry);
            return true;
        }
    }

    // A process that ended between writing a head anew and deleting the older record leaves both, of one file: the
    // record that goes must not take the file along.
    private static void keepSharedFile(DiskEntry going, DiskEntry staying) {
        if (going.inFile() && staying.inFile() && going.fileId == staying.fileId) {
            going.fileTakenOver = true;
        }
    }

    /** Replaces exactly {@code before} by {@code after}, which takes over its file. */
    boolean replace(DiskEntry before, DiskEntry after, Room room) {
        synchronized (stripe(before)) {
            if (!before.isSame(peek(before))) {
                return false;
            }
            before.fileTakenOver = true;
            publish(after, room);
            return true;
        }
    }

    /** Takes out exactly this entry. */
    void remove(DiskEntry entry) {
        boolean _ = takeOut(entry);
    }

    /** The same; whether it was in force: of several that take it out at the same time one is told so. */
    boolean takeOut(DiskEntry entry) {
        synchronized (stripe(entry)) {
            return discard(entry);
        }
    }

    /** The same, unless its head has been written anew: what is wrong with its record says nothing of the newer one. */
    boolean takeOutRecord(DiskEntry entry) {
        synchronized (stripe(entry)) {
            return entry.isSame(peek(entry)) && discard(entry);
        }
    }

    /** Takes out whatever is in force for a variant. */
    void supersede(CacheKey key, VariantKey variant) {
        DiskEntry probe = DiskEntry.probe(key, variant);
        if (peek(probe) == null) {
            return;
        }
        synchronized (stripe(probe)) {
            DiskEntry before = peek(probe);
            if (before != null) {
                discard(before);
            }
        }
    }

    /** A content keeps its file when its head is written anew: an older entry of that file means the newer one too. */
    private boolean discard(DiskEntry entry) {
        boolean discarded = false;
        for (Cache<DiskEntry, DiskEntry> cache : rooms.values()) {
            DiskEntry found = cache.policy().getIfPresentQuietly(entry);
            if (found != null && (found.id == entry.id || (entry.inFile() && found.fileId == entry.fileId))) {
                cache.invalidate(found);
                discarded = true;
            }
        }
        return discarded;
    }

    private void onRemoval(@Nullable DiskEntry key, @Nullable DiskEntry entry, RemovalCause cause) {
        if (entry == null) {
            return;
        }
        if (cause == RemovalCause.SIZE) {
            evictions.count(EvictionCause.WEIGHT);
        }
        if (entry.varies()) {
            varying.remove(entry);
        }
        dropped.accept(entry);
    }

    /** The same variant key with a shared list of inputs: one list for a million responses that vary alike. */
    VariantKey shared(VariantKey variant) {
        if (variant.inputs().isEmpty()) {
            return VariantKey.none();
        }
        List<VariantInput> known = shapes.get(variant.inputs());
        if (known == null && shapes.size() < MAX_SHAPES) {
            known = shapes.computeIfAbsent(variant.inputs(), inputs -> inputs);
        }
        return known == null ? variant : new VariantKey(known, variant.values());
    }

    /** Gives a room another capacity, evicting what no longer fits. */
    void resize(Room room, long capacityBytes) {
        cacheOf(room).policy().eviction().orElseThrow().setMaximum(capacityBytes / Room.UNIT_BYTES);
    }

    long entries() {
        return rooms.values().stream().mapToLong(Cache::estimatedSize).sum();
    }

    long bytes() {
        return Room.UNIT_BYTES
                * rooms.values().stream()
                        .mapToLong(cache -> cache.policy()
                                .eviction()
                                .orElseThrow()
                                .weightedSize()
                                .orElse(0))
                        .sum();
    }

    Map<EvictionCause, Long> evictions() {
        return evictions.counts();
    }

    /** How much of a room is taken, 0 to 1. */
    double fullness(Room room) {
        Policy.Eviction<DiskEntry, DiskEntry> eviction =
                cacheOf(room).policy().eviction().orElseThrow();
        return (double) eviction.weightedSize().orElse(0) / Math.max(1, eviction.getMaximum());
    }

    /** The entries that the policy would evict first, of a kind of room. */
    List<DiskEntry> coldest(Room room, int most) {
        return List.copyOf(
                cacheOf(room).policy().eviction().orElseThrow().coldest(most).values());
    }

    /** Takes an entry out because the place that it occupies is needed. */
    void evictFromPlace(DiskEntry entry) {
        evictions.count(EvictionCause.PLACE);
        remove(entry);
    }

    /** Takes out everything that lies in one shard. */
    void removeShard(int shard) {
        all().filter(entry -> entry.shard == shard).forEach(this::remove);
    }

    private Cache<DiskEntry, DiskEntry> cacheOf(Room room) {
        return Objects.requireNonNull(rooms.get(room));
    }

    private Object stripe(DiskEntry entry) {
        return Objects.requireNonNull(stripes[entry.hashCode() & (STRIPES - 1)]);
    }
}
