package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stored record in the index: its own key (digests of primary and secondary key) and where it is.
 *
 * <p>Equality is of the digests alone, so that a newer version takes the older one's place and its frequency; the full texts
 * are compared when the record has been read. The order is that of {@link CacheKey}, for the same reason.
 */
final class DiskEntry implements Comparable<DiskEntry> {

    /** The digest of the secondary key of a response that does not vary. */
    static final long NOT_VARYING = 0;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    final long high;
    final long low;
    final long variant;
    /** What selects the variant; the same list is shared by all entries that vary alike. */
    final List<VariantInput> inputs;
    /** The record's key in its shard; larger for newer versions. */
    final long id;
    /** The file of the content, 0 for an inline one. */
    final long fileId;
    /** Room taken in units of {@link Room#UNIT_BYTES}. */
    final int units;

    final short shard;
    /** A head newer than the record, until a record with it has been written. */
    volatile @Nullable StoredHead newerHead;
    /** The last tour through the store that has shown the response already, out of memory. */
    volatile int shownInTour;
    /** When a request last selected it among the variants of its key, on the index's count of such uses. */
    volatile int lastSelected;
    /** Whether a newer entry has taken over the file: it then outlives this one. */
    volatile boolean fileTakenOver;

    DiskEntry(CacheKey key, VariantKey variant, RecordPlace place) {
        this(key.high(), key.low(), variant, place);
    }

    DiskEntry(long high, long low, VariantKey variant, RecordPlace place) {
        this.high = high;
        this.low = low;
        this.inputs = variant.inputs();
        this.variant = digest(variant);
        this.id = place.id();
        this.fileId = place.fileId();
        this.units = place.units();
        this.shard = place.shard();
    }

    private DiskEntry(HotList.Digest digest) {
        this.high = digest.high();
        this.low = digest.low();
        this.variant = digest.variant();
        this.inputs = List.of();
        this.id = 0;
        this.fileId = 0;
        this.units = 0;
        this.shard = -1;
    }

    /**
     * Where a record is.
     *
     * @param id its key in the shard
     * @param shard which shard of the tier
     * @param fileId the file of its content, 0 for none
     * @param units room it takes
     */
    record RecordPlace(long id, short shard, long fileId, int units) {}

    /** A key to look up, equal to every entry of this variant. */
    static DiskEntry probe(CacheKey key, VariantKey variant) {
        return new DiskEntry(key, variant, new RecordPlace(0, (short) -1, 0, 0));
    }

    /** A key to look up, known by its digests alone. */
    static DiskEntry probe(HotList.Digest digest) {
        return new DiskEntry(digest);
    }

    static long digest(VariantKey variant) {
        if (variant.inputs().isEmpty()) {
            return NOT_VARYING;
        }
        long hash = FNV_OFFSET;
        for (int i = 0; i < variant.inputs().size(); i++) {
            VariantInput input = variant.inputs().get(i);
            hash = mix(hash, input.kind().name());
            hash = mix(hash, input.name());
            hash = mix(hash, variant.values().get(i));
        }
        return hash == NOT_VARYING ? 1 : hash;
    }

    private static long mix(long hash, String text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * FNV_PRIME;
        }
        return (mixed ^ 0xFFFF) * FNV_PRIME;
    }

    boolean varies() {
        return variant != NOT_VARYING;
    }

    boolean inFile() {
        return fileId != 0;
    }

    /** The room that a record with its content takes, which is no less than its length. */
    int recordBytes() {
        return units * Room.UNIT_BYTES;
    }

    /** Whether it is this very version; equality is of the keys alone. */
    boolean isSame(@Nullable DiskEntry other) {
        return other != null && other.id == id;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DiskEntry that && low == that.low && high == that.high && variant == that.variant;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low * 31 + variant);
    }

    @Override
    public int compareTo(DiskEntry other) {
        if (low != other.low) {
            return Long.compare(low, other.low);
        }
        return high != other.high ? Long.compare(high, other.high) : Long.compare(variant, other.variant);
    }
}
