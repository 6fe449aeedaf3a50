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
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class VariantTableTest {

    private static final int KEYS = 3_000;

    private final VariantTable table = new VariantTable();

    @Test
    void entries_that_come_and_go_are_found_by_their_key_as_long_as_they_are_there() {
        SplittableRandom random = new SplittableRandom(5);
        Map<Integer, List<DiskEntry>> expected = new HashMap<>();
        for (int round = 0; round < 60_000; round++) {
            int key = random.nextInt(KEYS);
            List<DiskEntry> there = expected.computeIfAbsent(key, k -> new ArrayList<>());
            if (there.isEmpty() || (there.size() < 8 && random.nextInt(3) > 0)) {
                DiskEntry entry = entry(key, round + 1);
                table.add(entry);
                there.add(entry);
            } else {
                table.remove(there.remove(random.nextInt(there.size())));
            }
        }
        for (int key = 0; key < KEYS; key++) {
            assertThat(table.of(key(key))).containsExactlyInAnyOrderElementsOf(expected.getOrDefault(key, List.of()));
        }
    }

    @Test
    void entry_that_is_not_there_is_not_taken_out_twice() {
        DiskEntry entry = entry(1, 1);
        table.add(entry);
        table.remove(entry);
        table.remove(entry);
        table.add(entry(1, 2));

        assertThat(table.of(key(1))).extracting(found -> found.id).containsExactly(2L);
    }

    @Test
    void reader_always_finds_what_stays_while_others_come_and_go() throws InterruptedException, ExecutionException {
        for (int key = 0; key < KEYS; key++) {
            table.add(entry(key, key + 1));
        }
        CountDownLatch writing = new CountDownLatch(1);
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<?> changes = writer.submit(() -> {
                for (int i = 0; i < 100_000; i++) {
                    DiskEntry passing = entry(i % KEYS, KEYS + i + 1L);
                    table.add(passing);
                    if (i % 3 > 0) {
                        table.remove(passing);
                    }
                }
                writing.countDown();
            });
            for (int i = 0; writing.getCount() > 0; i++) {
                int key = i % KEYS;
                assertThat(table.of(key(key))).anyMatch(found -> found.id == key + 1);
            }
            changes.get();
        }
    }

    private static CacheKey key(int number) {
        return new CacheKey(number * 0x123456789ABCDL, number, "k");
    }

    private static DiskEntry entry(int key, long id) {
        VariantInput input = new VariantInput(VariantInput.Kind.HEADER, "x");
        VariantKey variant = new VariantKey(List.of(input), List.of(Long.toString(id)));
        return new DiskEntry(key(key), variant, new RecordPlace(id, (short) 0, 0, 4));
    }
}
