package io.skerry.cache.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.record.PeerPurge;
import io.skerry.cache.purge.record.PurgeId;
import io.skerry.cache.purge.record.PurgeScope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 9, the log's part: forgotten records are never taken for records that do not match. */
class PurgeRetirementTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOON);

    @TempDir
    Path folder;

    @Test
    void response_older_than_the_forgotten_records_and_not_compared_with_them_is_purged() {
        try (PurgeLog log = PurgeLog.inMemory(CLOCK)) {
            StoredHead swept = head(log.stamp(), "other");
            StoredHead missed = head(log.stamp(), "t");
            PurgeCursor cursor = new PurgeCursor(0);
            purge(log, PurgeMode.HARD, "t");
            JournalStamp stamp = log.stamp();
            assertThat(log.sweep(swept, cursor, NOON)).isEqualTo(SweepVerdict.KEEP);

            retire(log, stamp);

            assertThat(log.stats().index().tags()).isZero();
            assertThat(log.judge(swept, cursor)).isEqualTo(PurgeVerdict.NOT);
            assertThat(log.judge(missed, new PurgeCursor(0))).isInstanceOf(PurgeVerdict.Hard.class);
            assertThat(log.judge(swept, new PurgeCursor(0))).isInstanceOf(PurgeVerdict.Hard.class);
            assertThat(log.judge(head(log.stamp(), "t"), new PurgeCursor(stamp.seq())))
                    .isEqualTo(PurgeVerdict.NOT);
        }
    }

    @Test
    void sweep_drops_what_is_purged_and_what_was_soft_for_too_long_and_keeps_what_still_needs_its_record() {
        try (PurgeLog log = PurgeLog.inMemory(CLOCK)) {
            StoredHead hard = head(log.stamp(), "hard");
            StoredHead soft = head(log.stamp(), "soft");
            StoredHead invalidated = Heads.of("https://a.example/cart").at(log.stamp());
            purge(log, PurgeMode.HARD, "hard");
            purge(log, PurgeMode.SOFT, "soft");
            log.invalidate(invalidated.uri(), "shop");
            assertThat(sweep(log, hard, NOON)).isEqualTo(SweepVerdict.DROP);
            assertThat(sweep(log, soft, NOON.minusSeconds(1))).isEqualTo(SweepVerdict.NEEDED);
            assertThat(sweep(log, soft, NOON.plusSeconds(1))).isEqualTo(SweepVerdict.DROP);
            assertThat(sweep(log, invalidated, NOON)).isEqualTo(SweepVerdict.DROP);
        }
    }

    @Test
    void records_that_the_cluster_does_not_have_yet_are_not_forgotten() throws IOException {
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            StoredHead head = head(log.stamp(), "t");
            log.purge(List.of(tag("t")), PurgeMode.HARD, PurgeScope.CLUSTER)
                    .toCompletableFuture()
                    .join();
            for (int i = 0; i < 3_000; i++) {
                log.purge(List.of(tag("filler-".repeat(60) + i)), PurgeMode.HARD);
            }
            purge(log, PurgeMode.HARD, "last");
            retire(log, log.stamp());
            assertThat(log.stats().retired()).isLessThan(3);
            long queued = log.peers().queuedAfter(0, 1).getFirst().number();
            log.peers().delivered(queued);

            retire(log, log.stamp());

            assertThat(log.stats().retired()).isGreaterThan(queued);
            assertThat(log.stats().journalBytes()).isLessThan(200_000);
            assertThat(log.judge(head, new PurgeCursor(0))).isInstanceOf(PurgeVerdict.Hard.class);
        }
    }

    @Test
    void records_that_one_purge_of_everything_stands_for_are_forgotten_and_the_cluster_still_hears_of_them()
            throws IOException {
        List<PurgeSelector> everything = List.of(new PurgeSelector.Everything(Optional.empty()));
        PurgeId replacing;
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            for (int begun = 0; begun <= Outbox.MOST; begun += 10_000) {
                List<CompletionStage<PurgeReceipt>> receipts = new ArrayList<>();
                for (int i = begun; i < Math.min(begun + 10_000, Outbox.MOST + 1); i++) {
                    receipts.add(log.purge(List.of(tag("t" + i)), PurgeMode.HARD, PurgeScope.CLUSTER));
                }
                receipts.forEach(receipt ->
                        assertThat(receipt.toCompletableFuture().join()).isInstanceOf(PurgeReceipt.InForce.class));
            }
            log.purge(List.of(tag("later")), PurgeMode.HARD, PurgeScope.CLUSTER)
                    .toCompletableFuture()
                    .join();
            replacing = log.peers().queuedAfter(0, 1).getFirst().purge().id();
            retire(log, log.stamp());
            assertThat(log.stats().journalBytes()).isLessThan(200_000);
        }
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            List<QueuedPurge> queued = log.peers().queuedAfter(0, 10);
            assertThat(queued)
                    .extracting(QueuedPurge::purge)
                    .first()
                    .isEqualTo(new PeerPurge(replacing, PurgeMode.HARD, everything));
            assertThat(queued)
                    .extracting(one -> one.purge().selectors())
                    .containsExactly(everything, List.of(tag("later")));
            queued.forEach(one -> log.peers().delivered(one.number()));
        }
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(log.peers().queued()).isZero();
        }
    }

    @Test
    void after_a_restart_the_journal_still_knows_what_it_has_forgotten() throws IOException {
        StoredHead old;
        StoredHead young;
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            old = head(log.stamp(), "t");
            purge(log, PurgeMode.HARD, "t");
            for (int i = 0; i < 3_000; i++) {
                log.purge(List.of(tag("filler-".repeat(60) + i)), PurgeMode.HARD);
            }
            purge(log, PurgeMode.HARD, "last");
            retire(log, log.stamp());
            young = head(log.stamp(), "t");
            assertThat(log.stats().retired()).isGreaterThan(2_500);
        }
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(log.recovery()).isInstanceOf(JournalRecovery.Replayed.class);
            assertThat(log.judge(old, new PurgeCursor(0))).isInstanceOf(PurgeVerdict.Hard.class);
            assertThat(log.judge(young, new PurgeCursor(0))).isEqualTo(PurgeVerdict.NOT);
        }
    }

    private static void retire(PurgeLog log, JournalStamp stamp) {
        assertThat(log.retire(stamp).toCompletableFuture().join()).isInstanceOf(PurgeReceipt.InForce.class);
    }

    private static void purge(PurgeLog log, PurgeMode mode, String tag) {
        assertThat(log.purge(List.of(tag(tag)), mode).toCompletableFuture().join())
                .isInstanceOf(PurgeReceipt.InForce.class);
    }

    private static SweepVerdict sweep(PurgeLog log, StoredHead head, Instant softKeptSince) {
        return log.sweep(head, new PurgeCursor(head.stamp().seq()), softKeptSince);
    }

    private static StoredHead head(JournalStamp stamp, String tag) {
        return Heads.of("https://a.example/page").tags(tag).at(stamp);
    }

    private static PurgeSelector tag(String tag) {
        return new PurgeSelector.Tag(tag, Optional.empty());
    }
}
