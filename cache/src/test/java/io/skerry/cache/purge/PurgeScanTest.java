package io.skerry.cache.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PurgeScanTest {

    private static final List<PurgeSelector> TAG_A = List.of(new PurgeSelector.Tag("a", Optional.empty()));
    private static final List<PurgeSelector> SHOP = List.of(new PurgeSelector.Everything(Optional.of("shop")));

    private final PurgeLog log = PurgeLog.inMemory(InstantSource.fixed(Instant.EPOCH));

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void purge_finds_what_it_matches_however_far_the_log_has_gone_on_meanwhile() {
        StoredHead head = tagged();
        PurgeScan scan = log.scan(TAG_A);
        purge(TAG_A, PurgeMode.HARD);
        assertThat(scan.finds(head)).isTrue();
        assertThat(scan.finds(Heads.of("https://a.example/p").at(log.stamp()))).isFalse();
    }

    @Test
    void second_purge_finds_nothing_that_the_first_has_purged() {
        StoredHead head = tagged();
        purge(TAG_A, PurgeMode.HARD);
        PurgeScan scan = log.scan(TAG_A);
        purge(TAG_A, PurgeMode.HARD);
        assertThat(scan.finds(head)).isFalse();
        assertThat(scan.finds(tagged())).as("stored after the first").isTrue();
    }

    @Test
    void what_another_selector_has_purged_is_not_found() {
        StoredHead head = tagged();
        purge(SHOP, PurgeMode.HARD);
        assertThat(log.scan(TAG_A).finds(head)).isFalse();
    }

    @Test
    void what_was_purged_softly_is_still_found() {
        StoredHead head = tagged();
        purge(TAG_A, PurgeMode.SOFT);
        assertThat(log.scan(TAG_A).finds(head)).isTrue();
    }

    private StoredHead tagged() {
        return Heads.of("https://a.example/p").tags("a").at(log.stamp());
    }

    private void purge(List<PurgeSelector> selectors, PurgeMode mode) {
        log.purge(selectors, mode).toCompletableFuture().join();
    }
}
