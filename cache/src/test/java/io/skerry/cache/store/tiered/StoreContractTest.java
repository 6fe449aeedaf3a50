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
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.BodyRead.BodyFault;
import io.skerry.cache.store.CacheStore.Freshening;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.ResponseSink.Role;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.store.StoreStats.MemoryStats;
import io.skerry.cache.store.StoredResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises, whatever its tiers. Afterwards nothing may be open and no memory of fills or reads held. */
@ParameterizedClass
@EnumSource(Arrangement.class)
class StoreContractTest {

    private final Arrangement arrangement;

    @TempDir
    Path folder;

    private PurgeScript purges;
    private TieredStore store;
    private StoreDriver driver;

    StoreContractTest(Arrangement arrangement) {
        this.arrangement = arrangement;
    }

    @BeforeEach
    void open() {
        purges = new PurgeScript(Samples.INCARNATION);
        store = arrangement.open(folder, purges);
        driver = new StoreDriver(store);
    }

    @AfterEach
    void nothing_leaks() {
        StoreDriver.await(store.close());
        assertThat(store.stats().openLeases()).isZero();
        assertThat(store.stats().openSinks()).isZero();
        assertThat(store.stats().memory().totalBytes()).isZero();
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
    void body_of_undeclared_length_takes_no_more_than_its_slot_when_stored() {
        byte[] body = body("/chunked", 1, 1_300);
        ResponseSink sink = driver.sink(key("/chunked"), OptionalLong.empty());
        for (int at = 0; at < body.length; at += 100) {
            sink.write(ByteBuffer.wrap(body, at, 100));
        }
        StoreDriver.await(sink.commit(head("/chunked")));

        assertThat(driver.get(key("/chunked"))).contains(body);
        assertThat(store.stats().memory().hotBytes()).isLessThanOrEqualTo(1_536);
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

    @ParameterizedTest
    @ValueSource(ints = {1_000, 3_000_000})
    void fill_that_started_before_a_purge_is_delivered_and_not_stored(int length) {
        byte[] body = body("/a", 1, length);
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.of(length));
        BodyLease reader = sink.reader(Role.LEADER);
        Thread writer = Thread.ofPlatform().start(() -> {
            StoreDriver.write(sink, body);
            purges.purgeTag("t");
            Commit commit = StoreDriver.await(sink.commit(head("/a", VariantKey.none(), 1, 0, Set.of("t"))));
            assertThat(commit).isInstanceOf(Commit.NotStored.class);
        });

        assertThat(StoreDriver.readAll(reader)).isEqualTo(body);
        reader.close();
        join(writer);
        assertThat(driver.lookup(key("/a"), NO_INPUTS)).isEqualTo(Lookup.NONE);
    }

    @Test
    void aborted_fill_stores_nothing_and_its_reader_fails_where_the_bytes_end() {
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.of(1000));
        BodyLease reader = sink.reader(Role.LEADER);
        sink.write(ByteBuffer.wrap(body("/a", 1, 1000), 0, 400));
        sink.abort();

        ByteArrayOutputStream received = new ByteArrayOutputStream();
        assertThat(StoreDriver.drain(reader, received)).isEqualTo(new BodyRead.Failed(BodyFault.FILL_ABORTED));
        assertThat(received.size()).isEqualTo(400);
        reader.close();
        assertThat(driver.lookup(key("/a"), NO_INPUTS)).isEqualTo(Lookup.NONE);
    }

    @Test
    void unstored_body_ends_cleanly_for_its_readers() {
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.empty());
        BodyLease reader = sink.reader(Role.FOLLOWER);
        BodyRead.Later waiting = (BodyRead.Later) reader.read(0, 100);
        sink.write(ByteBuffer.wrap(body("/a", 1, 10)));
        sink.finishUnstored();

        ((BodyRead.Bytes) StoreDriver.await(waiting.ready())).release().run();
        assertThat(reader.read(10, 100)).isEqualTo(BodyRead.END);
        reader.close();
        assertThat(driver.lookup(key("/a"), NO_INPUTS)).isEqualTo(Lookup.NONE);
    }

    @Test
    void sink_ends_once() {
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.empty());
        sink.abort();

        assertThatThrownBy(sink::abort).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sink.commit(head("/a"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sink.write(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void body_shorter_than_declared_is_never_stored() {
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.of(1000));
        sink.write(ByteBuffer.wrap(body("/a", 1, 999)));

        assertThatThrownBy(() -> sink.commit(head("/a"))).isInstanceOf(IllegalStateException.class);
        assertThat(driver.lookup(key("/a"), NO_INPUTS)).isEqualTo(Lookup.NONE);
    }

    @Test
    void lease_closes_once() {
        driver.put(head("/a"), body("/a", 1, 10));
        StoredResponse found = driver.find(key("/a"), NO_INPUTS).orElseThrow();
        found.close();

        assertThatThrownBy(found::close).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {60_000, 900_000})
    void readers_at_different_paces_all_get_the_whole_body(int length) {
        byte[] body = body("/a", 1, length);
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.empty());
        BodyLease quick = sink.reader(Role.LEADER);
        BodyLease slow = sink.reader(Role.FOLLOWER);
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        Thread reader = Thread.ofPlatform().start(() -> received.writeBytes(StoreDriver.readAll(quick)));
        StoreDriver.write(sink, body);
        BodyLease late = sink.reader(Role.FOLLOWER);
        assertThat(StoreDriver.await(sink.commit(head("/a")))).isEqualTo(new Commit.Stored());

        join(reader);
        assertThat(received.toByteArray()).isEqualTo(body);
        assertThat(StoreDriver.readAll(slow)).isEqualTo(body);
        assertThat(StoreDriver.readAll(late)).isEqualTo(body);
        quick.close();
        slow.close();
        late.close();
        assertThat(driver.get(key("/a"))).contains(body);
    }

    @Test
    void response_longer_than_allowed_is_refused_when_declared() {
        assertThat(store.open(key("/a"), OptionalLong.of(Arrangement.MAX_OBJECT + 1)))
                .isEqualTo(new SinkOpening.Refused(RefusedReason.TOO_LARGE));
    }

    @Test
    void response_that_grows_beyond_what_is_allowed_is_delivered_at_the_leaders_pace_and_not_stored() {
        byte[] body = body("/a", 1, (int) Arrangement.MAX_OBJECT + 3_000_000);
        ResponseSink sink = driver.sink(key("/a"), OptionalLong.empty());
        BodyLease leader = sink.reader(Role.LEADER);
        BodyLease asleep = sink.reader(Role.FOLLOWER);
        Thread writer = Thread.ofPlatform().start(() -> {
            StoreDriver.write(sink, body);
            assertThat(StoreDriver.await(sink.commit(head("/a"))))
                    .isEqualTo(new Commit.NotStored(RefusedReason.TOO_LARGE));
        });

        assertThat(StoreDriver.readAll(leader)).isEqualTo(body);
        join(writer);
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        assertThat(StoreDriver.drain(asleep, received)).isEqualTo(new BodyRead.Failed(BodyFault.FELL_BEHIND));
        leader.close();
        asleep.close();
        assertThat(driver.lookup(key("/a"), NO_INPUTS)).isEqualTo(Lookup.NONE);
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
            assertThat(memory.totalBytes()).isLessThanOrEqualTo(memory.capacityBytes());
            assertThat(memory.fillBytes()).isZero();
        }
        assertThat(store.stats().hot().evictions()).isPositive();
    }

    @Test
    void bytes_evicted_while_leased_stay_charged_and_right() {
        driver.put(head("/held"), body("/held", 1, 500_000));
        StoredResponse held = driver.find(key("/held"), NO_INPUTS).orElseThrow();
        store.remove(held);
        long charged = store.stats().memory().hotBytes();
        for (int i = 0; i < 60; i++) {
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

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(java.time.Duration.ofSeconds(30))).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
