package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.disk.DiskEntry.RecordPlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two records of one file, as a process leaves them that ended between writing a head anew and deleting the older record. */
class DiskIndexTest {

    private static final CacheKey KEY = new CacheKey(1, 2, "site http://a.example/video");
    private static final long FILE = 77;

    private final List<DiskEntry> dropped = new ArrayList<>();
    private final DiskIndex index = index(Long.MAX_VALUE);

    private DiskIndex index(long mostEntries) {
        return new DiskIndex(
                Map.of(Room.SMALL, 1L << 20, Room.LARGE, 1L << 20, Room.FILE, 1L << 20), mostEntries, dropped::add);
    }

    @Test
    void older_record_found_after_the_newer_one_does_not_take_their_file_along() {
        DiskEntry newer = record(9);
        DiskEntry older = record(8);
        index.publish(newer, Room.FILE);
        index.publish(older, Room.FILE);

        assertThat(index.holds(newer)).isTrue();
        assertThat(dropped).containsExactly(older);
        assertThat(older.fileTakenOver).isTrue();
    }

    @Test
    void older_record_found_before_the_newer_one_does_not_take_their_file_along() {
        DiskEntry older = record(8);
        DiskEntry newer = record(9);
        index.publish(older, Room.FILE);
        index.publish(newer, Room.FILE);

        assertThat(index.holds(newer)).isTrue();
        assertThat(older.fileTakenOver).isTrue();
        assertThat(newer.fileTakenOver).isFalse();
    }

    @Test
    void newer_version_in_a_file_of_its_own_leaves_the_older_file_to_be_deleted() {
        DiskEntry older = record(8);
        DiskEntry newer = new DiskEntry(KEY, VariantKey.none(), new RecordPlace(9, (short) 0, FILE + 1, 4));
        index.publish(older, Room.FILE);
        index.publish(newer, Room.FILE);

        assertThat(older.fileTakenOver).isFalse();
    }

    @Test
    void entries_that_vary_each_by_other_fields_count_with_the_heap_of_their_own() {
        DiskIndex small = index(10_000);
        for (int i = 0; i < DiskIndex.MAX_SHAPES; i++) {
            small.shared(varying(i, "x-shared-" + i));
        }
        for (int i = 0; i < 10_000; i++) {
            String name = "x-" + i + "y".repeat(1_900);
            RecordPlace place = new RecordPlace(i + 1, (short) 0, 0, 1);
            CacheKey key = new CacheKey(i, i, "site http://a.example/" + i);
            small.publish(new DiskEntry(key, small.shared(varying(i, name)), place), Room.SMALL);
        }
        // A share of 5,000 in this room, of 200 bytes each.
        assertThat(small.entries()).isBetween(1L, 5_000L * 200 / 1_900);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void many_entries_of_one_hash_are_told_apart_in_no_time() {
        Map<DiskEntry, Integer> map = new HashMap<>();
        long inverse = 0xEF7BDEF7BDEF7BDFL;
        for (int i = 0; i < 100_000; i++) {
            long product = (long) i << 32 | (i ^ 4711);
            RecordPlace place = new RecordPlace(i, (short) 0, 0, 1);
            DiskEntry entry = new DiskEntry(i, product * inverse, VariantKey.none(), place);
            assertThat(entry.hashCode()).isEqualTo(4711);
            map.put(entry, i);
            assertThat(map.get(entry)).isEqualTo(i);
        }
    }

    private static VariantKey varying(int value, String name) {
        return new VariantKey(
                List.of(new VariantInput(VariantInput.Kind.HEADER, name)), List.of(Integer.toString(value)));
    }

    @Test
    void above_the_cap_of_variants_the_least_recently_selected_leaves() {
        for (int i = 0; i < 64; i++) {
            index.publish(variant(i), Room.SMALL);
        }
        assertThat(index.select(KEY, input -> "0")).isNotNull();
        index.publish(variant(64), Room.SMALL);

        assertThat(index.select(KEY, input -> "0")).isNotNull();
        assertThat(index.select(KEY, input -> "64")).isNotNull();
        assertThat(index.select(KEY, input -> "1")).isNull();
        assertThat(index.select(KEY, input -> "2")).isNotNull();
    }

    @Test
    void heap_for_few_entries_bounds_their_number_however_small_they_are() {
        DiskIndex small = index(1_000);
        for (int i = 0; i < 3_000; i++) {
            CacheKey key = new CacheKey(i, i, "site http://a.example/" + i);
            small.publish(new DiskEntry(key, VariantKey.none(), new RecordPlace(i + 1, (short) 0, 0, 1)), Room.SMALL);
        }

        assertThat(small.entries()).isBetween(400L, 520L);
    }

    private static DiskEntry variant(int i) {
        VariantInput input = new VariantInput(VariantInput.Kind.HEADER, "x");
        VariantKey variant = new VariantKey(List.of(input), List.of(Integer.toString(i)));
        return new DiskEntry(KEY, variant, new RecordPlace(i + 1, (short) 0, 0, 4));
    }

    private static DiskEntry record(long id) {
        return new DiskEntry(KEY, VariantKey.none(), new RecordPlace(id, (short) 0, FILE, 4));
    }
}
