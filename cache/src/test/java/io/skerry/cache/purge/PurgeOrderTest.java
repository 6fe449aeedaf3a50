package io.skerry.cache.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.index.TagCase;
import io.skerry.cache.purge.journal.JournalProgress;
import io.skerry.cache.purge.journal.RecordSink;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 1: append, synchronise, index, publish, answer, in this order, whatever runs beside it. */
@Timeout(60)
class PurgeOrderTest {

    private static final InstantSource CLOCK = InstantSource.system();

    @Test
    void purge_is_neither_published_nor_answered_before_it_is_durable() {
        GatedSink sink = new GatedSink();
        try (PurgeLog log = PurgeLog.over(sink, PublishedSeq.LOCAL_BITS, CLOCK)) {
            StoredHead head = Heads.of("https://a.example/").tags("t").at(log.stamp());
            CompletableFuture<PurgeReceipt> receipt =
                    log.purge(List.of(tag("t")), PurgeMode.HARD).toCompletableFuture();
            sink.awaitAppend();
            assertThat(receipt).isNotDone();
            assertThat(log.publishedSeq()).isZero();
            sink.open();
            assertThat(receipt.join()).isInstanceOf(PurgeReceipt.InForce.class);
            assertThat(log.judge(head, new PurgeCursor(0))).isInstanceOf(PurgeVerdict.Hard.class);
        }
    }

    @Test
    void journal_that_does_not_answer_is_not_said_to_be_writable_until_it_does() {
        GatedSink sink = new GatedSink();
        try (PurgeLog log = PurgeLog.over(sink, PublishedSeq.LOCAL_BITS, CLOCK)) {
            CompletableFuture<?> receipt =
                    log.purge(List.of(tag("t")), PurgeMode.HARD).toCompletableFuture();
            sink.awaitAppend();
            assertThat(log.stats().health()).isEqualTo(JournalHealth.WRITABLE);
            Awaitility.await().until(() -> log.stats().health() == JournalHealth.STANDING_STILL);
            sink.open();
            receipt.join();
            Awaitility.await().until(() -> log.stats().health() == JournalHealth.WRITABLE);
        }
    }

    @Test
    void purges_that_arrive_while_the_disk_works_form_one_group() {
        GatedSink sink = new GatedSink();
        try (PurgeLog log = PurgeLog.over(sink, PublishedSeq.LOCAL_BITS, CLOCK)) {
            CompletableFuture<?> first =
                    log.purge(List.of(tag("first")), PurgeMode.HARD).toCompletableFuture();
            sink.awaitAppend();
            CompletableFuture<?>[] rest = new CompletableFuture<?>[100];
            for (int i = 0; i < rest.length; i++) {
                rest[i] = log.purge(List.of(tag("t" + i)), PurgeMode.HARD).toCompletableFuture();
            }
            sink.open();
            CompletableFuture.allOf(rest).join();
            assertThat(first).isDone();
            assertThat(sink.appends).isEqualTo(2);
        }
    }

    @Test
    void purge_that_cannot_be_written_is_refused_and_matches_nothing() {
        AtomicBoolean full = new AtomicBoolean(true);
        RecordSink sink = new FullSink(full);
        try (PurgeLog log = PurgeLog.over(sink, PublishedSeq.LOCAL_BITS, CLOCK)) {
            StoredHead head = Heads.of("https://a.example/").tags("t").at(log.stamp());
            assertThat(log.purge(List.of(tag("t")), PurgeMode.HARD)
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(new PurgeReceipt.Refused(PurgeReceipt.RefusedReason.JOURNAL_UNWRITABLE));
            assertThat(log.judge(head, new PurgeCursor(0))).isEqualTo(PurgeVerdict.NOT);
            assertThat(log.stats().refused()).isEqualTo(1);
            full.set(false);
            assertThat(log.purge(List.of(tag("t")), PurgeMode.HARD)
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(PurgeReceipt.InForce.class);
            assertThat(log.judge(head, new PurgeCursor(0))).isInstanceOf(PurgeVerdict.Hard.class);
        }
    }

    @Test
    void log_whose_journal_takes_no_record_at_its_start_has_everything_validated_until_it_does() {
        AtomicBoolean full = new AtomicBoolean(true);
        RecoveredJournal journal = RecoveredJournal.empty(new FullSink(full), TagCase.SENSITIVE);
        try (PurgeLog log = PurgeLog.opened(journal, CLOCK)) {
            StoredHead before = Heads.of("https://a.example/").at(log.stamp());
            assertThat(log.stats().health()).isEqualTo(JournalHealth.UNWRITABLE);
            assertThat(log.judge(before, new PurgeCursor(0))).isEqualTo(new PurgeVerdict.Invalidated());
            full.set(false);
            Awaitility.await().until(() -> log.stats().health() == JournalHealth.WRITABLE);

            Awaitility.await().until(() -> log.judge(before, new PurgeCursor(0)) instanceof PurgeVerdict.Not);
            log.invalidate(before.uri(), before.site());
            assertThat(log.judge(before, new PurgeCursor(0))).isEqualTo(new PurgeVerdict.Invalidated());
            assertThat(log.stats().refused()).isZero();
        }
    }

    @Test
    void defect_of_the_journal_ends_in_an_answer_and_in_refusals_never_in_silence() {
        RecordSink sink = new DefectiveSink();
        try (PurgeLog log = PurgeLog.over(sink, PublishedSeq.LOCAL_BITS, CLOCK)) {
            for (int i = 0; i < 3; i++) {
                assertThat(log.purge(List.of(tag("t")), PurgeMode.HARD)
                                .toCompletableFuture()
                                .join())
                        .isEqualTo(new PurgeReceipt.Refused(PurgeReceipt.RefusedReason.JOURNAL_UNWRITABLE));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void reader_that_never_stops_judging_misses_no_purge(long seed) throws InterruptedException {
        Random random = new Random(seed);
        try (PurgeLog log = PurgeLog.inMemory(CLOCK)) {
            for (int round = 0; round < 1_500; round++) {
                StoredHead head =
                        Heads.of("https://a.example/" + round).tags("t" + round).at(log.stamp());
                PurgeCursor cursor = new PurgeCursor(head.stamp().seq());
                AtomicBoolean answered = new AtomicBoolean();
                // Judges with the same cursor all the time: raised once too far, it would hide the purge for good.
                Thread reader = Thread.ofPlatform().start(() -> {
                    while (!answered.get()) {
                        log.judge(head, cursor);
                    }
                });
                int others = random.nextInt(4);
                for (int i = 0; i < others; i++) {
                    log.purge(List.of(tag("other")), PurgeMode.HARD);
                    log.invalidate(Heads.uri("https://a.example/cart"), "shop");
                }
                log.purge(List.of(tag("t" + round)), PurgeMode.HARD)
                        .toCompletableFuture()
                        .join();
                PurgeVerdict verdict = log.judge(head, cursor);
                answered.set(true);
                reader.join();
                assertThat(verdict).as("round %d", round).isInstanceOf(PurgeVerdict.Hard.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void invalidations_and_purges_that_race_for_numbers_lose_none(long seed) throws InterruptedException {
        Random random = new Random(seed);
        try (PurgeLog log = PurgeLog.inMemory(CLOCK)) {
            for (int round = 0; round < 1_000; round++) {
                JournalStamp stamp = log.stamp();
                String url = "https://a.example/" + round;
                StoredHead invalidated = Heads.of(url).at(stamp);
                StoredHead purged =
                        Heads.of("https://b.example/").tags("t" + round).at(stamp);
                Thread client = Thread.ofPlatform().start(() -> log.invalidate(Heads.uri(url), "shop"));
                for (int i = random.nextInt(3); i > 0; i--) {
                    log.purge(List.of(tag("other")), PurgeMode.SOFT);
                }
                log.purge(List.of(tag("t" + round)), PurgeMode.HARD)
                        .toCompletableFuture()
                        .join();
                client.join();
                assertThat(log.judge(invalidated, new PurgeCursor(stamp.seq())))
                        .isInstanceOf(PurgeVerdict.Invalidated.class);
                assertThat(log.judge(purged, new PurgeCursor(stamp.seq()))).isInstanceOf(PurgeVerdict.Hard.class);
            }
        }
    }

    @Test
    void when_numbers_for_invalidations_run_out_everything_is_validated_until_the_next_record() {
        GatedSink sink = new GatedSink();
        try (PurgeLog log = PurgeLog.over(sink, 2, CLOCK)) {
            StoredHead untouched = Heads.of("https://a.example/untouched").at(log.stamp());
            for (int i = 0; i < 10; i++) {
                log.invalidate(Heads.uri("https://a.example/" + i), "shop");
            }
            StoredHead late = Heads.of("https://a.example/9").at(log.stamp());
            log.invalidate(Heads.uri("https://a.example/9"), "shop");
            assertThat(log.judge(untouched, new PurgeCursor(0))).isInstanceOf(PurgeVerdict.Invalidated.class);
            sink.open();
            log.purge(List.of(tag("any")), PurgeMode.HARD).toCompletableFuture().join();
            assertThat(log.judge(untouched, new PurgeCursor(0))).isEqualTo(PurgeVerdict.NOT);
            assertThat(log.judge(late, new PurgeCursor(late.stamp().seq())))
                    .isInstanceOf(PurgeVerdict.Invalidated.class);
            StoredHead fresh = Heads.of("https://a.example/9").at(log.stamp());
            assertThat(log.judge(fresh, new PurgeCursor(fresh.stamp().seq()))).isEqualTo(PurgeVerdict.NOT);
        }
    }

    private static PurgeSelector tag(String tag) {
        return new PurgeSelector.Tag(tag, Optional.empty());
    }

    /** Holds the first append until it is opened. */
    private static final class GatedSink implements RecordSink {
        private final CountDownLatch appending = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);
        private volatile int appends;

        @Override
        public void append(List<byte[]> frames, JournalProgress progress) {
            int before = appends;
            appends = before + 1;
            appending.countDown();
            await(gate);
        }

        void awaitAppend() {
            await(appending);
        }

        void open() {
            gate.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the test never opened the gate");
                }
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        }

        @Override
        public long sizeBytes() {
            return 0;
        }

        @Override
        public void close(JournalProgress progress) {}
    }

    /** Fails while the disk is full. */
    private record FullSink(AtomicBoolean full) implements RecordSink {
        @Override
        public void append(List<byte[]> frames, JournalProgress progress) throws IOException {
            if (full.get()) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public long sizeBytes() {
            return 0;
        }

        @Override
        public void close(JournalProgress progress) {}
    }

    /** Throws what nothing should throw. */
    private record DefectiveSink() implements RecordSink {
        @Override
        public void append(List<byte[]> frames, JournalProgress progress) {
            throw new IllegalStateException("a defect, on purpose");
        }

        @Override
        public long sizeBytes() {
            return 0;
        }

        @Override
        public void close(JournalProgress progress) {}
    }
}
