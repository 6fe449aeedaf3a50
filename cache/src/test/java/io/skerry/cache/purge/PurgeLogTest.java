package io.skerry.cache.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of the purge log that concern one node in memory. */
class PurgeLogTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String URL = "https://shop.example/product/42?size=2";

    private final AtomicReference<Instant> clock = new AtomicReference<>(NOON);
    private final PurgeLog log = PurgeLog.inMemory(clock::get);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void response_fetched_before_a_purge_is_purged_and_one_fetched_after_is_not() {
        StoredHead before = Heads.of(URL).at(log.stamp());
        purge(PurgeMode.HARD, url(URL));
        StoredHead after = Heads.of(URL).at(log.stamp());
        assertThat(judge(before)).isInstanceOf(PurgeVerdict.Hard.class);
        assertThat(judge(after)).isEqualTo(PurgeVerdict.NOT);
    }

    // Rule 1: readers raise the cursor to what they loaded before matching, and no further.
    @Test
    void cursor_rises_to_the_published_number_when_nothing_matches_and_stays_when_something_does() {
        StoredHead other = Heads.of("https://shop.example/").at(log.stamp());
        StoredHead meant = Heads.of(URL).at(log.stamp());
        purge(PurgeMode.SOFT, url(URL));
        PurgeCursor free = new PurgeCursor(0);
        PurgeCursor matched = new PurgeCursor(0);
        log.judge(other, free);
        log.judge(meant, matched);
        assertThat(free.checkedSeq()).isEqualTo(log.publishedSeq());
        assertThat(matched.checkedSeq()).isZero();
    }

    // Rule 2
    @Test
    void response_of_another_incarnation_is_purged() {
        StoredHead foreign = Heads.of(URL).at(new JournalStamp(log.incarnation() + 1, log.publishedSeq()));
        assertThat(judge(foreign)).isInstanceOf(PurgeVerdict.Hard.class);
    }

    // Rule 2: a journal restored from an old copy would not know the purges up to the number that the response carries.
    @Test
    void response_from_the_future_of_the_journal_is_purged() {
        StoredHead head = Heads.of(URL).at(new JournalStamp(log.incarnation(), log.publishedSeq() + 1));
        assertThat(judge(head)).isInstanceOf(PurgeVerdict.Hard.class);
    }

    // Rule 3
    @Test
    void derived_response_carries_the_earliest_stamp_of_its_sources_and_is_purged_with_them() {
        JournalStamp source = log.stamp();
        purge(PurgeMode.HARD, url("https://shop.example/photo.jpg"));
        JournalStamp own = log.stamp();
        Heads resized =
                Heads.of("https://shop.example/image/800x600/photo.jpg").parents("https://shop.example/photo.jpg");
        assertThat(judge(resized.at(own.earlier(source)))).isInstanceOf(PurgeVerdict.Hard.class);
        assertThat(judge(resized.at(own))).isEqualTo(PurgeVerdict.NOT);
    }

    // Rule 4: the store asks again when a fill commits.
    @Test
    void fill_that_began_before_a_purge_is_not_worth_storing_after_it() {
        JournalStamp start = log.stamp();
        purge(PurgeMode.HARD, new PurgeSelector.Tag("price-table", Optional.empty()));
        StoredHead arrived = Heads.of(URL).tags("price-table").at(start);
        assertThat(log.judge(arrived, new PurgeCursor(start.seq()))).isInstanceOf(PurgeVerdict.Hard.class);
    }

    @Test
    void operators_purges_are_told_from_invalidations() {
        StoredHead head = Heads.of(URL).at(log.stamp());
        log.invalidate(head.uri(), head.site());
        assertThat(log.purgedSince(head, head.stamp().seq())).isFalse();
        purge(PurgeMode.SOFT, url(URL));
        assertThat(log.purgedSince(head, head.stamp().seq())).isTrue();
        assertThat(log.purgedSince(head, log.publishedSeq())).isFalse();
    }

    // Rule 5
    @Test
    void head_of_a_flight_is_matched_by_purges_newer_than_the_flight_only() {
        purge(PurgeMode.HARD, url(URL));
        long start = log.publishedSeq();
        StoredHead head = Heads.of(URL).at(log.stamp());
        assertThat(log.matchesSince(head, start)).isFalse();
        purge(PurgeMode.SOFT, url("https://shop.example/else"));
        assertThat(log.matchesSince(head, start)).isFalse();
        purge(PurgeMode.SOFT, url(URL));
        assertThat(log.matchesSince(head, start)).isTrue();
        assertThat(log.matchesSince(head, log.publishedSeq())).isFalse();
    }

    // Rule 6
    @Test
    void candidate_held_across_a_wait_is_judged_anew_with_the_same_cursor() {
        StoredHead held = Heads.of(URL).at(log.stamp());
        PurgeCursor cursor = new PurgeCursor(held.stamp().seq());
        purge(PurgeMode.HARD, url("https://shop.example/else"));
        assertThat(log.judge(held, cursor)).isEqualTo(PurgeVerdict.NOT);
        purge(PurgeMode.HARD, url(URL));
        assertThat(log.judge(held, cursor)).isInstanceOf(PurgeVerdict.Hard.class);
    }

    // Rule 7: a freshened head carries the validation's own start, and the old tags with the new.
    @Test
    void freshened_head_is_matched_by_old_and_new_tags_from_the_start_of_its_validation() {
        purge(PurgeMode.HARD, new PurgeSelector.Tag("old", Optional.empty()));
        JournalStamp validation = log.stamp();
        StoredHead freshened = Heads.of(URL).tags("old", "new").at(validation);
        assertThat(judge(freshened)).isEqualTo(PurgeVerdict.NOT);
        purge(PurgeMode.HARD, new PurgeSelector.Tag("old", Optional.empty()));
        assertThat(judge(freshened)).isInstanceOf(PurgeVerdict.Hard.class);
    }

    // Rule 8
    @Test
    void repeated_soft_purges_never_move_the_moment_since_when_a_response_is_stale() {
        StoredHead head = Heads.of(URL).at(log.stamp());
        for (int minute = 0; minute < 30; minute++) {
            clock.set(NOON.plusSeconds(60L * minute));
            purge(PurgeMode.SOFT, url(URL));
            assertThat(judge(head)).isEqualTo(new PurgeVerdict.Soft(NOON));
        }
    }

    @Test
    void earliest_soft_purge_counts_over_all_selectors_that_match() {
        StoredHead head = Heads.of(URL).tags("a", "b").at(log.stamp());
        purge(PurgeMode.SOFT, new PurgeSelector.Tag("b", Optional.empty()));
        clock.set(NOON.plusSeconds(5));
        purge(PurgeMode.SOFT, new PurgeSelector.Tag("a", Optional.empty()));
        purge(PurgeMode.SOFT, url(URL));
        assertThat(judge(head)).isEqualTo(new PurgeVerdict.Soft(NOON));
    }

    @Test
    void soft_after_hard_stays_hard() {
        StoredHead head = Heads.of(URL).at(log.stamp());
        purge(PurgeMode.HARD, url(URL));
        purge(PurgeMode.SOFT, url(URL));
        assertThat(judge(head)).isInstanceOf(PurgeVerdict.Hard.class);
    }

    @Test
    void unsafe_method_invalidates_what_was_fetched_before_it_in_the_same_site_only() {
        StoredHead before = Heads.of(URL).at(log.stamp());
        StoredHead derived = Heads.of("https://shop.example/small").parents(URL).at(log.stamp());
        StoredHead elsewhere = Heads.of(URL).site("blog").at(log.stamp());
        StoredHead otherQuery = Heads.of("https://shop.example/product/42").at(log.stamp());
        log.invalidate(Heads.uri(URL), "shop");
        StoredHead after = Heads.of(URL).at(log.stamp());
        assertThat(judge(before)).isInstanceOf(PurgeVerdict.Invalidated.class);
        assertThat(judge(derived)).isInstanceOf(PurgeVerdict.Invalidated.class);
        assertThat(judge(elsewhere)).isEqualTo(PurgeVerdict.NOT);
        assertThat(judge(otherQuery)).isEqualTo(PurgeVerdict.NOT);
        assertThat(judge(after)).isEqualTo(PurgeVerdict.NOT);
    }

    @Test
    void group_is_invalidated_within_its_origin_and_site_only() {
        StoredHead ofGroup = Heads.of("https://shop.example/a").tags("scripts").at(log.stamp());
        StoredHead other = Heads.of("https://shop.example/b").tags("styles").at(log.stamp());
        StoredHead elsewhere =
                Heads.of("https://other.example/a").tags("scripts").at(log.stamp());
        StoredHead foreign =
                Heads.of("https://shop.example/a").site("blog").tags("scripts").at(log.stamp());
        log.invalidateGroup(Heads.uri("https://shop.example/cart"), "scripts", "shop");
        assertThat(judge(ofGroup)).isEqualTo(new PurgeVerdict.Invalidated());
        assertThat(judge(other)).isEqualTo(PurgeVerdict.NOT);
        assertThat(judge(elsewhere)).isEqualTo(PurgeVerdict.NOT);
        assertThat(judge(foreign)).isEqualTo(PurgeVerdict.NOT);
        assertThat(judge(Heads.of("https://shop.example/a").tags("scripts").at(log.stamp())))
                .as("fetched afterwards")
                .isEqualTo(PurgeVerdict.NOT);
    }

    @Test
    void invalidated_forbids_more_than_soft_and_less_than_hard() {
        StoredHead head = Heads.of(URL).at(log.stamp());
        purge(PurgeMode.SOFT, url(URL));
        log.invalidate(Heads.uri(URL), "shop");
        assertThat(judge(head)).isInstanceOf(PurgeVerdict.Invalidated.class);
        purge(PurgeMode.HARD, url(URL));
        assertThat(judge(head)).isInstanceOf(PurgeVerdict.Hard.class);
    }

    @Test
    void ten_thousand_other_invalidations_hardly_ever_touch_a_response() {
        JournalStamp stamp = log.stamp();
        for (int i = 0; i < 10_000; i++) {
            log.invalidate(Heads.uri("https://shop.example/cart/" + i), "shop");
        }
        long touched = 0;
        for (int i = 0; i < 1_000; i++) {
            PurgeVerdict verdict =
                    judge(Heads.of("https://shop.example/product/" + i).at(stamp));
            touched += verdict instanceof PurgeVerdict.Not ? 0 : 1;
        }
        assertThat(touched).isLessThan(10);
    }

    @Test
    void purge_after_close_is_refused() {
        log.close();
        assertThat(log.purge(List.of(url(URL)), PurgeMode.HARD)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new PurgeReceipt.Refused(PurgeReceipt.RefusedReason.CLOSING));
    }

    @Test
    void purges_are_numbered_from_one_and_their_identities_sort_by_time() {
        PurgeReceipt.InForce first = purge(PurgeMode.HARD, url(URL));
        clock.set(NOON.plusSeconds(1));
        PurgeReceipt.InForce second = purge(PurgeMode.HARD, url(URL));
        assertThat(List.of(first.seq(), second.seq())).containsExactly(1L, 2L);
        assertThat(first.id().toString())
                .matches("pg_[0-9A-HJKMNP-TV-Z]{26}")
                .isLessThan(second.id().toString());
    }

    private PurgeVerdict judge(StoredHead head) {
        return log.judge(head, new PurgeCursor(head.stamp().seq()));
    }

    private PurgeReceipt.InForce purge(PurgeMode mode, PurgeSelector selector) {
        return (PurgeReceipt.InForce)
                log.purge(List.of(selector), mode).toCompletableFuture().join();
    }

    private static PurgeSelector url(String url) {
        return new PurgeSelector.Url(Heads.uri(url), QueryMatch.EXACT, Optional.empty());
    }
}
