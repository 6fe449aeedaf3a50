package io.skerry.cache.collapse;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.SinkOpening;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestCollapserTest {

    private static final CacheKey KEY = new CacheKey(1, 2, "shop http://a.example/x");
    private static final VariantInput LANGUAGE = new VariantInput(VariantInput.Kind.HEADER, "accept-language");
    private static final InputSource GERMAN = _ -> "de";
    private static final InputSource FRENCH = _ -> "fr";

    private final Judge judge = new Judge();
    private final AtomicLong nanos = new AtomicLong();
    private final RequestCollapser collapser = new RequestCollapser(judge, nanos::get);

    @Test
    void second_request_for_a_cold_key_follows_the_first() {
        Flight flight = lead(GERMAN);

        assertThat(collapser.join(KEY, FRENCH)).isEqualTo(new Join.Follow(flight));
    }

    @Test
    void request_of_another_variant_leads_its_own_flight_once_the_first_is_sealed() {
        lead(GERMAN).decide(streaming("de"));

        assertThat(collapser.join(KEY, FRENCH)).isInstanceOf(Join.Lead.class);
    }

    @Test
    void request_of_the_same_variant_follows_a_sealed_flight() {
        Flight flight = lead(GERMAN);
        flight.decide(streaming("de"));

        assertThat(collapser.join(KEY, GERMAN)).isEqualTo(new Join.Follow(flight));
    }

    @Test
    void requests_of_different_variants_do_not_wait_for_each_other_once_it_is_known_how_the_key_varies() {
        lead(GERMAN).decide(streaming("de"));
        Flight french = lead(FRENCH);

        assertThat(collapser.join(KEY, _ -> "it")).isInstanceOf(Join.Lead.class);
        assertThat(collapser.join(KEY, FRENCH)).isEqualTo(new Join.Follow(french));
    }

    @Test
    void request_after_a_matching_purge_does_not_follow_a_fetch_begun_before_it() {
        lead(GERMAN).decide(streaming("de"));
        judge.verdict = new PurgeVerdict.Hard();

        assertThat(collapser.join(KEY, GERMAN)).isInstanceOf(Join.Lead.class);
    }

    @Test
    void follower_that_waited_across_a_matching_purge_is_not_served() {
        Flight flight = lead(GERMAN);
        judge.verdict = new PurgeVerdict.Soft(Instant.EPOCH);

        assertThat(flight.serves(streaming("de"), GERMAN, judge)).isFalse();
    }

    @Test
    void purge_between_a_source_and_the_start_of_the_flight_keeps_followers_out() {
        try (PurgeLog log = PurgeLog.inMemory(InstantSource.system())) {
            JournalStamp source = log.stamp();
            log.purge(List.of(new PurgeSelector.Tag("t", Optional.empty())), PurgeMode.HARD)
                    .toCompletableFuture()
                    .join();
            RequestCollapser derived = new RequestCollapser(log, nanos::get);
            Flight flight = ((Join.Lead) derived.join(KEY, GERMAN)).flight();

            assertThat(flight.serves(streaming("de", source, Set.of("t")), GERMAN, log))
                    .isFalse();
        }
    }

    @Test
    void uncacheable_key_is_fetched_by_everybody_alone_for_a_while() {
        lead(GERMAN).decide(new FlightOutcome.Uncacheable());

        assertThat(collapser.join(KEY, GERMAN)).isEqualTo(new Join.Alone());
        nanos.addAndGet(RequestCollapser.UNCACHEABLE_REMEMBERED.toNanos() + 1);
        assertThat(collapser.join(KEY, GERMAN)).isInstanceOf(Join.Lead.class);
    }

    @Test
    void failed_leader_is_replaced_by_exactly_one_of_those_waiting() {
        Flight failed = lead(GERMAN);
        failed.land();

        Flight replacement = lead(GERMAN);
        assertThat(collapser.join(KEY, GERMAN)).isEqualTo(new Join.Follow(replacement));
    }

    @Test
    void landing_an_undecided_flight_tells_its_followers_that_it_failed() {
        Flight flight = lead(GERMAN);
        flight.land();

        assertThat(flight.outcome().toCompletableFuture()).isCompletedWithValue(new FlightOutcome.Failed());
    }

    @Test
    void who_leads_after_a_flight_that_was_under_way_at_its_lookup_can_tell() {
        Flight earlier = lead(GERMAN);
        earlier.decide(streaming("de"));
        long atLookup = collapser.ended();

        earlier.land();

        assertThat(collapser.join(KEY, GERMAN)).isInstanceOf(Join.Lead.class);
        assertThat(collapser.ended()).isNotEqualTo(atLookup);
    }

    @Test
    void of_long_keys_fewer_are_remembered() {
        String junk = "x".repeat(8_000);
        for (int i = 0; i < 10_000; i++) {
            CacheKey key = new CacheKey(i, i, "shop http://a.example/x?" + i + junk);
            collapser.rememberUncacheable(key);
            collapser.rememberVarying(key, List.of(LANGUAGE));
        }
        assertThat(collapser.remembered())
                .isBetween(2L, (RequestCollapser.UNCACHEABLE_BYTES + RequestCollapser.VARYING_BYTES) / 8_000);
    }

    @Test
    void landed_flights_leave_nothing_behind() {
        Flight flight = lead(GERMAN);
        flight.decide(streaming("de"));
        flight.land();

        assertThat(collapser.size()).isZero();
    }

    @Test
    void many_threads_on_one_cold_key_have_one_leader() throws Exception {
        int threads = 16;
        CountDownLatch go = new CountDownLatch(1);
        ConcurrentLinkedQueue<Join> joins = new ConcurrentLinkedQueue<>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                pool.execute(() -> {
                    try {
                        go.await();
                        joins.add(collapser.join(KEY, GERMAN));
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            go.countDown();
        }

        assertThat(joins)
                .hasSize(threads)
                .filteredOn(Join.Lead.class::isInstance)
                .hasSize(1);
    }

    private Flight lead(InputSource inputs) {
        return ((Join.Lead) collapser.join(KEY, inputs)).flight();
    }

    private static FlightOutcome.Streaming streaming(String language) {
        return streaming(language, new JournalStamp(7, 0), Set.of());
    }

    private static FlightOutcome.Streaming streaming(String language, JournalStamp stamp, Set<String> tags) {
        StoredHead head = new StoredHead(
                KEY,
                new VariantKey(List.of(LANGUAGE), List.of(language)),
                "shop",
                new TargetUri("http", "a.example", "/x", ""),
                new ResponseHead(200, Headers.empty()),
                Instant.EPOCH,
                Instant.EPOCH,
                tags,
                List.of(),
                List.of(),
                Validators.NONE,
                Validators.NONE,
                "identity",
                new BodyLayout.Whole(0),
                stamp);
        return new FlightOutcome.Streaming(head, head.response(), new NoSink());
    }

    private static final class Judge implements PurgeJudge {
        private volatile PurgeVerdict verdict = PurgeVerdict.NOT;

        @Override
        public long incarnation() {
            return 7;
        }

        @Override
        public long publishedSeq() {
            return 0;
        }

        @Override
        public PurgeVerdict judge(StoredHead head, PurgeCursor cursor) {
            return verdict;
        }
    }

    private static final class NoSink implements ResponseSink {
        @Override
        public BodyLease reader(Role role) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<BodyLease> follow() {
            return Optional.empty();
        }

        @Override
        public void write(ByteBuffer chunk) {}

        @Override
        public Optional<SinkOpening.RefusedReason> refusal() {
            return Optional.empty();
        }

        @Override
        public boolean abandoned() {
            return false;
        }

        @Override
        public boolean congested() {
            return false;
        }

        @Override
        public void whenWritable(Runnable resume) {
            resume.run();
        }

        @Override
        public CompletionStage<Commit> commit(StoredHead head) {
            return CompletableFuture.completedStage(new Commit.Stored());
        }

        @Override
        public void abort() {}
    }
}
