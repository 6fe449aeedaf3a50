package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.NO_INPUTS;
import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.encoded;
import static io.skerry.cache.store.tiered.Samples.head;
import static io.skerry.cache.store.tiered.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.CacheStore.Freshening;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.store.StoreStats.MemoryStats;
import io.skerry.cache.store.StoredResponse;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises. */
class StoreContractTest extends EveryArrangement {

    StoreContractTest(Arrangement arrangement) {
        super(arrangement);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 5_000, 70_000, 300_000, 900_000})
    void what_is_put_is_found_with_all_its_bytes(int length) {
        StoredHead head = head("/a");
        byte[] body = body("/a", 1, length);

        assertThat(driver.put(head, body)).isEqualTo(new Commit.Stored());

        StoredResponse found = driver.find(key("/a"), NO_INPUTS).orElseThrow();
        try (found) {
            assertThat(found.head()).isEqualTo(head.withBody(found.head().body()));
            assertThat(found.head().body().lengthBytes()).isEqualTo(length);
            assertThat(found.body().lengthBytes()).hasValue(length);
            assertThat(StoreDriver.readAll(found.body())).isEqualTo(body);
        }
    }

    @Test
    void head_of_a_response_kept_in_slices_is_found_with_its_layout_and_no_content_of_its_own() {
        StoredHead head = head("/video").withBody(new BodyLayout.Slices(10_000_000, 1 << 20, 42));

        assertThat(driver.put(head, new byte[0])).isEqualTo(new Commit.Stored());

        try (StoredResponse found = driver.find(key("/video"), NO_INPUTS).orElseThrow()) {
            assertThat(found.head()).isEqualTo(head);
            assertThat(StoreDriver.readAll(found.body())).isEmpty();
        }
    }

    @Test
    void head_of_slices_that_together_are_larger_than_allowed_is_not_stored() {
        StoredHead head = head("/long").withBody(new BodyLayout.Slices(Arrangement.MAX_OBJECT + 1, 1 << 20, 42));

        assertThat(driver.put(head, new byte[0])).isEqualTo(new Commit.NotStored(RefusedReason.TOO_LARGE));
        assertThat(driver.get(key("/long"))).isEmpty();
    }

    @Test
    void unknown_key_is_none() {
        assertThat(driver.lookup(key("/nowhere"), NO_INPUTS)).isEqualTo(Lookup.NONE);
    }

    @Test
    void newer_version_replaces_the_older() {
        driver.put(head("/a", VariantKey.none(), 1, 0, Set.of()), body("/a", 1, 1000));
        driver.put(head("/a", VariantKey.none(), 2, 0, Set.of()), body("/a", 2, 2000));

        assertThat(driver.get(key("/a"))).contains(body("/a", 2, 2000));
    }

    @Test
    void replaced_version_stays_readable_while_its_lease_is_open() {
        driver.put(head("/a"), body("/a", 1, 1000));
        StoredResponse old = driver.find(key("/a"), NO_INPUTS).orElseThrow();
        driver.put(head("/a", VariantKey.none(), 2, 0, Set.of()), body("/a", 2, 1000));

        assertThat(StoreDriver.readAll(old.body())).isEqualTo(body("/a", 1, 1000));
        old.close();
    }

    @Test
    void keys_with_one_digest_never_share_a_response() {
        driver.put(head("/a"), body("/a", 1, 10));
        var other = new io.skerry.cache.key.CacheKey(key("/a").high(), key("/a").low(), "another text");

        assertThat(driver.lookup(other, NO_INPUTS)).isEqualTo(Lookup.NONE);
    }

    @Test
    void request_selects_among_variants() {
        driver.put(head("/v", encoded("gzip"), 1, 0, Set.of()), body("/v", 1, 100));
        driver.put(head("/v", encoded("br"), 2, 0, Set.of()), body("/v", 2, 100));

        assertThat(driver.get(key("/v"), input -> "gzip")).contains(body("/v", 1, 100));
        assertThat(driver.get(key("/v"), input -> "br")).contains(body("/v", 2, 100));
        assertThat(driver.lookup(key("/v"), input -> "zstd")).isEqualTo(Lookup.OTHER_VARIANTS);
    }

    @Test
    void above_the_cap_of_variants_the_least_recently_used_goes() {
        for (int i = 0; i < 64; i++) {
            driver.put(head("/v", encoded("c" + i), i, 0, Set.of()), body("/v", i, 10));
        }
        assertThat(driver.get(key("/v"), input -> "c0")).isPresent();
        driver.put(head("/v", encoded("one more"), 64, 0, Set.of()), body("/v", 64, 10));

        assertThat(driver.get(key("/v"), input -> "c0")).isPresent();
        assertThat(driver.get(key("/v"), input -> "one more")).isPresent();
        assertThat(driver.lookup(key("/v"), input -> "c1")).isEqualTo(Lookup.OTHER_VARIANTS);
    }

    @Test
    void removed_version_is_gone_and_a_newer_one_stays() {
        driver.put(head("/a"), body("/a", 1, 100));
        StoredResponse old = driver.find(key("/a"), NO_INPUTS).orElseThrow();
        driver.put(head("/a", VariantKey.none(), 2, 0, Set.of()), body("/a", 2, 100));
        store.remove(old);
        old.close();
        assertThat(driver.get(key("/a"))).contains(body("/a", 2, 100));

        StoredResponse current = driver.find(key("/a"), NO_INPUTS).orElseThrow();
        store.remove(current);
        current.close();
        assertThat(driver.lookup(key("/a"), NO_INPUTS)).isEqualTo(Lookup.NONE);
    }

    @Test
    void freshening_replaces_the_head_and_keeps_the_content() {
        driver.put(head("/a"), body("/a", 1, 3000));
        StoredResponse stored = driver.find(key("/a"), NO_INPUTS).orElseThrow();

        assertThat(store.freshen(stored, head("/a", VariantKey.none(), 7, 0, Set.of())))
                .isEqualTo(Freshening.DONE);
        stored.close();

        StoredResponse fresh = driver.find(key("/a"), NO_INPUTS).orElseThrow();
        assertThat(fresh.head().response().headers().first("X-Version")).contains("7");
        assertThat(StoreDriver.readAll(fresh.body())).isEqualTo(body("/a", 1, 3000));
        fresh.close();
    }

    @Test
    void freshening_loses_against_a_newer_version() {
        driver.put(head("/a"), body("/a", 1, 100));
        StoredResponse stored = driver.find(key("/a"), NO_INPUTS).orElseThrow();
        driver.put(head("/a", VariantKey.none(), 2, 0, Set.of()), body("/a", 2, 100));

        assertThat(store.freshen(stored, head("/a", VariantKey.none(), 3, 0, Set.of())))
                .isEqualTo(Freshening.LOST);
        stored.close();
        assertThat(driver.get(key("/a"))).contains(body("/a", 2, 100));
    }

    @Test
    void second_of_two_freshenings_of_one_version_loses() {
        driver.put(head("/a"), body("/a", 1, 100));
        StoredResponse first = driver.find(key("/a"), NO_INPUTS).orElseThrow();
        StoredResponse second = driver.find(key("/a"), NO_INPUTS).orElseThrow();

        assertThat(store.freshen(first, head("/a", VariantKey.none(), 2, 0, Set.of())))
                .isEqualTo(Freshening.DONE);
        assertThat(store.freshen(second, head("/a", VariantKey.none(), 3, 0, Set.of())))
                .isEqualTo(Freshening.LOST);
        first.close();
        second.close();
    }

    @Test
    void freshening_across_a_purge_of_a_tag_it_dropped_is_purged() {
        driver.put(head("/a", VariantKey.none(), 1, 0, Set.of("old")), body("/a", 1, 100));
        StoredResponse stored = driver.find(key("/a"), NO_INPUTS).orElseThrow();
        purges.purgeTag("old");

        assertThat(store.freshen(stored, head("/a", VariantKey.none(), 2, 0, Set.of("new"))))
                .isEqualTo(Freshening.PURGED);
        stored.close();
    }

    @Test
    void purged_response_is_not_found() {
        driver.put(head("/a", VariantKey.none(), 1, 0, Set.of("t")), body("/a", 1, 100));
        StoredResponse held = driver.find(key("/a"), NO_INPUTS).orElseThrow();
        purges.purgeTag("t");

        assertThat(driver.lookup(key("/a"), NO_INPUTS)).isEqualTo(Lookup.NONE);
        assertThat(held.verdict()).isEqualTo(new PurgeVerdict.Hard());
        held.close();
    }

    @Test
    void lease_closes_once() {
        driver.put(head("/a"), body("/a", 1, 10));
        StoredResponse found = driver.find(key("/a"), NO_INPUTS).orElseThrow();
        found.close();

        assertThatThrownBy(found::close).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void memory_stays_within_its_budget_however_sizes_drift() {
        int[] lengths = {300, 20_000, 1_000, 200_000, 60_000, 700, 5_000};
        for (int round = 0; round < lengths.length; round++) {
            for (int i = 0, bytes = 0; bytes < 24 << 20; i++) {
                int length = lengths[round] + i % 50;
                String path = "/" + round + "/" + i;
                assertThat(driver.put(head(path), body(path, 1, length))).isEqualTo(new Commit.Stored());
                bytes += length + 2_000;
            }
            MemoryStats memory = store.stats().memory();
            assertThat(memory.responseBytes()).isLessThanOrEqualTo(memory.capacityBytes());
            assertThat(memory.bytes(Use.FILL)).isZero();
        }
        assertThat(store.stats().hot().evictions()).isPositive();
    }

    @Test
    void bytes_evicted_while_leased_stay_charged_and_right() {
        driver.put(head("/held"), body("/held", 1, 500_000));
        StoredResponse held = driver.find(key("/held"), NO_INPUTS).orElseThrow();
        store.remove(held);
        long charged = store.stats().memory().bytes(Use.HOT);
        // More than memory holds in any arrangement, and no more: the whole has ten seconds.
        for (int i = 0; i < 40; i++) {
            driver.put(head("/" + i), body("/" + i, 1, 500_000));
        }

        assertThat(charged).isGreaterThanOrEqualTo(500_000);
        assertThat(StoreDriver.readAll(held.body())).isEqualTo(body("/held", 1, 500_000));
        held.close();
    }

    @Test
    void closed_store_finds_nothing_and_takes_nothing() {
        driver.put(head("/a"), body("/a", 1, 10));
        StoreDriver.await(store.close());

        assertThat(store.lookup(key("/a"), NO_INPUTS)).isEqualTo(Lookup.NONE);
        assertThat(store.open(key("/a"), OptionalLong.empty()))
                .isEqualTo(new SinkOpening.Refused(RefusedReason.CLOSING));
    }
}
