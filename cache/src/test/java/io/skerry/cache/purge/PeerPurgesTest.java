package io.skerry.cache.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.PeerPurge;
import io.skerry.cache.purge.record.PurgeId;
import io.skerry.cache.purge.record.PurgeRecord;
import io.skerry.cache.purge.record.PurgeScope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 11: what other nodes purged is applied here once, in this node's own order and by its own clock. */
class PeerPurgesTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOON);
    private static final ClusterPosition FIRST = new ClusterPosition(9, 1, 1_000, 0);
    private static final ClusterPosition SECOND = new ClusterPosition(9, 2, 1_001, 0);

    @TempDir
    Path folder;

    @Test
    void purge_of_a_peer_is_in_force_and_durable_with_the_position_behind_it() throws IOException {
        JournalStamp stamp;
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            stamp = log.stamp();
            apply(log, List.of(order(1, "t", PurgeMode.HARD)), FIRST);
            assertThat(judge(log, head(stamp, "t"))).isInstanceOf(PurgeVerdict.Hard.class);
            assertThat(log.peers().position()).isEqualTo(FIRST);
        }
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(judge(log, head(stamp, "t"))).isInstanceOf(PurgeVerdict.Hard.class);
            assertThat(log.peers().position()).isEqualTo(FIRST);
        }
    }

    @Test
    void purge_that_comes_again_does_not_purge_what_was_fetched_since() throws IOException {
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            apply(log, List.of(order(1, "t", PurgeMode.HARD), order(1, "t", PurgeMode.HARD)), FIRST);
            StoredHead since = head(log.stamp(), "t");
            apply(log, List.of(order(1, "t", PurgeMode.HARD)), SECOND);
            assertThat(judge(log, since)).isEqualTo(PurgeVerdict.NOT);
        }
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            StoredHead since = head(log.stamp(), "t");
            apply(log, List.of(order(1, "t", PurgeMode.HARD)), SECOND);
            assertThat(judge(log, since)).isEqualTo(PurgeVerdict.NOT);
        }
    }

    @Test
    void own_purge_that_comes_back_changes_nothing() throws IOException {
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            PurgeReceipt.InForce mine =
                    (PurgeReceipt.InForce) log.purge(selectors("t"), PurgeMode.HARD, PurgeScope.CLUSTER)
                            .toCompletableFuture()
                            .join();
            StoredHead since = head(log.stamp(), "t");
            apply(log, List.of(new PeerPurge(mine.id(), PurgeMode.HARD, selectors("t"))), FIRST);
            assertThat(judge(log, since)).isEqualTo(PurgeVerdict.NOT);
        }
    }

    @Test
    void order_of_arrival_does_not_matter() throws IOException {
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            JournalStamp stamp = log.stamp();
            apply(log, List.of(order(2, "t", PurgeMode.SOFT), order(1, "t", PurgeMode.HARD)), FIRST);
            assertThat(judge(log, head(stamp, "t"))).isInstanceOf(PurgeVerdict.Hard.class);
        }
    }

    @Test
    void soft_purge_of_a_peer_counts_from_this_nodes_own_clock() throws IOException {
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            JournalStamp stamp = log.stamp();
            // Its id was made on a node whose clock is an hour ahead.
            PurgeId ahead = PurgeId.of(NOON.plusSeconds(3_600).toEpochMilli(), 1, 1);
            apply(log, List.of(new PeerPurge(ahead, PurgeMode.SOFT, selectors("t"))), FIRST);
            assertThat(judge(log, head(stamp, "t"))).isEqualTo(new PurgeVerdict.Soft(NOON));
        }
    }

    @Test
    void purge_for_the_cluster_waits_across_a_restart_until_it_is_delivered() throws IOException {
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            log.purge(selectors("alone"), PurgeMode.HARD).toCompletableFuture().join();
            log.purge(selectors("first"), PurgeMode.SOFT, PurgeScope.CLUSTER)
                    .toCompletableFuture()
                    .join();
            log.purge(selectors("second"), PurgeMode.HARD, PurgeScope.CLUSTER)
                    .toCompletableFuture()
                    .join();
            log.peers().delivered(log.peers().queuedAfter(0, 1).getFirst().number());
        }
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            List<QueuedPurge> queued = log.peers().queuedAfter(0, 10);
            assertThat(queued).extracting(one -> one.purge().selectors()).containsExactly(selectors("second"));
            log.peers().delivered(queued.getFirst().number());
        }
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(log.peers().queued()).isZero();
        }
    }

    @Test
    void when_too_much_waits_for_the_cluster_one_purge_of_everything_stands_for_all() {
        Outbox outbox = new Outbox(0);
        for (long number = 1; number <= Outbox.MOST + 1; number++) {
            outbox.add(new PurgeRecord.Purge(
                    number, new PurgeId(0, number), PurgeScope.CLUSTER, 0, PurgeMode.SOFT, selectors("t" + number)));
        }
        assertThat(outbox.after(0, 10))
                .containsExactly(new QueuedPurge(
                        Outbox.MOST + 1L,
                        new PeerPurge(
                                new PurgeId(0, Outbox.MOST + 1L),
                                PurgeMode.HARD,
                                List.of(new PurgeSelector.Everything(Optional.empty())))));
    }

    @Test
    void when_purges_of_many_selectors_wait_their_heap_counts() {
        List<PurgeSelector> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(new PurgeSelector.Tag("product-of-the-catalogue-" + i, Optional.empty()));
        }
        long each = 500 * 220L;
        Outbox outbox = new Outbox(0);
        long number = 0;
        while (number * each < 2 * Outbox.MOST_BYTES) {
            number++;
            outbox.add(
                    new PurgeRecord.Purge(number, new PurgeId(0, number), PurgeScope.CLUSTER, 0, PurgeMode.SOFT, many));
            assertThat(outbox.size() * each).isLessThanOrEqualTo(Outbox.MOST_BYTES);
        }
        assertThat(outbox.after(0, 1).getFirst().purge().selectors())
                .containsExactly(new PurgeSelector.Everything(Optional.empty()));

        // What has been delivered counts no more.
        outbox.after(0, Outbox.MOST).forEach(queued -> outbox.delivered(queued.number()));
        for (int round = 0; round < 10_000; round++) {
            number++;
            outbox.add(
                    new PurgeRecord.Purge(number, new PurgeId(0, number), PurgeScope.CLUSTER, 0, PurgeMode.SOFT, many));
            outbox.delivered(number);
        }
        assertThat(outbox.size()).isZero();
        assertThat(outbox.deliveredUpTo()).isEqualTo(number);
    }

    @Test
    void what_one_purge_of_everything_stands_for_waits_across_a_restart_until_that_is_delivered() throws IOException {
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            for (int purge = 0; purge <= Outbox.MOST; purge += 10_000) {
                List<CompletionStage<PurgeReceipt>> receipts = new ArrayList<>();
                for (int i = purge; i < Math.min(purge + 10_000, Outbox.MOST + 1); i++) {
                    receipts.add(log.purge(selectors("t" + i), PurgeMode.HARD, PurgeScope.CLUSTER));
                }
                receipts.forEach(receipt ->
                        assertThat(receipt.toCompletableFuture().join()).isInstanceOf(PurgeReceipt.InForce.class));
            }
        }
        List<PurgeSelector> everything = List.of(new PurgeSelector.Everything(Optional.empty()));
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            List<QueuedPurge> queued = log.peers().queuedAfter(0, 10);
            assertThat(queued).extracting(one -> one.purge().selectors()).containsExactly(everything);
            log.peers().delivered(queued.getFirst().number());
        }
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(log.peers().queued()).isZero();
        }
    }

    @Test
    void dropping_everything_takes_what_is_stored_and_spares_what_comes_after() throws IOException {
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            JournalStamp stamp = log.stamp();
            log.peers()
                    .dropEverything(new PurgeId(5, 5), PurgeScope.PEER, SECOND)
                    .toCompletableFuture()
                    .join();
            assertThat(judge(log, head(stamp, "any"))).isInstanceOf(PurgeVerdict.Hard.class);
            assertThat(judge(log, head(log.stamp(), "any"))).isEqualTo(PurgeVerdict.NOT);
            assertThat(log.peers().position()).isEqualTo(SECOND);
        }
    }

    @Test
    void order_survives_its_way_through_bytes_and_nothing_else_does() {
        PeerPurge order = order(3, "größe", PurgeMode.SOFT);
        byte[] bytes = order.encode();
        assertThat(PeerPurge.decode(bytes)).contains(order);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(PeerPurge.decode(java.util.Arrays.copyOf(bytes, length))).isEmpty();
        }
        assertThat(PeerPurge.decode(java.util.Arrays.copyOf(bytes, bytes.length + 1)))
                .isEmpty();
    }

    @Test
    void once_the_lease_is_over_what_is_stored_is_validated_and_purges_still_count() throws IOException {
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            StoredHead head = head(log.stamp(), "t");
            assertThat(use(log, head)).isEqualTo(PurgeVerdict.NOT);
            log.lease().holdFor(Duration.ofMinutes(1), log.lease().now());
            assertThat(use(log, head)).isEqualTo(PurgeVerdict.NOT);
            log.lease().end();
            assertThat(use(log, head)).isInstanceOf(PurgeVerdict.Invalidated.class);
            // What arrives meanwhile is stored, and what is validated freshened, all the same.
            assertThat(judge(log, head)).isEqualTo(PurgeVerdict.NOT);
            log.purge(selectors("t"), PurgeMode.HARD).toCompletableFuture().join();
            assertThat(use(log, head)).isInstanceOf(PurgeVerdict.Hard.class);
            log.lease().holdFor(Duration.ofMinutes(1), log.lease().now());
            assertThat(use(log, head(log.stamp(), "t"))).isEqualTo(PurgeVerdict.NOT);
        }
    }

    private static void apply(PurgeLog log, List<PeerPurge> orders, ClusterPosition upTo) {
        assertThat(log.peers().apply(orders, upTo).toCompletableFuture().join())
                .isInstanceOf(PurgeReceipt.InForce.class);
    }

    private static PurgeVerdict judge(PurgeLog log, StoredHead head) {
        return log.judge(head, new PurgeCursor(head.stamp().seq()));
    }

    private static PurgeVerdict use(PurgeLog log, StoredHead head) {
        return log.judgeForUse(head, new PurgeCursor(head.stamp().seq()));
    }

    private static StoredHead head(JournalStamp stamp, String tag) {
        return Heads.of("https://a.example/page").tags(tag).at(stamp);
    }

    private static PeerPurge order(long id, String tag, PurgeMode mode) {
        return new PeerPurge(new PurgeId(id, id), mode, selectors(tag));
    }

    private static List<PurgeSelector> selectors(String tag) {
        return List.of(new PurgeSelector.Tag(tag, Optional.empty()));
    }
}
