package io.skerry.cache.purge.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarksTest {

    @Test
    void earliest_soft_purge_newer_than_the_response_counts() {
        Marks marks = Marks.soft(10, 1_000).merge(Marks.soft(20, 2_000)).merge(Marks.soft(30, 3_000));
        assertThat(List.of(marks.staleSince(5), marks.staleSince(10), marks.staleSince(25), marks.staleSince(30)))
                .containsExactly(1_000L, 2_000L, 3_000L, Marks.NOT_STALE);
    }

    @Test
    void hard_purge_forgets_the_soft_ones_before_it() {
        Marks marks = Marks.soft(10, 1_000).merge(Marks.hard(20));
        assertThat(List.of(marks.hardSeq(), marks.newestSeq(), marks.staleSince(5)))
                .containsExactly(20L, 20L, Marks.NOT_STALE);
    }

    @Test
    void soft_purge_after_a_hard_one_keeps_both() {
        Marks marks = Marks.hard(20).merge(Marks.soft(30, 3_000));
        assertThat(List.of(marks.hardSeq(), marks.newestSeq(), marks.staleSince(20)))
                .containsExactly(20L, 30L, 3_000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void many_soft_purges_never_make_a_response_stale_later_than_the_first_that_matches(long seed) {
        Random random = new Random(seed);
        List<long[]> purges = new ArrayList<>();
        Marks marks = Marks.hard(1);
        long seq = 1;
        for (int i = 0; i < 200; i++) {
            seq += 1 + random.nextInt(3);
            purges.add(new long[] {seq, seq * 100});
            marks = marks.merge(Marks.soft(seq, seq * 100));
            assertNeverLater(marks, purges, random.nextLong(seq));
        }
    }

    private static void assertNeverLater(Marks marks, List<long[]> purges, long from) {
        long exact = purges.stream()
                .filter(purge -> purge[0] > from)
                .mapToLong(purge -> purge[1])
                .min()
                .orElse(Marks.NOT_STALE);
        assertThat(marks.staleSince(from)).isLessThanOrEqualTo(exact);
        assertThat(marks.staleSince(from) == Marks.NOT_STALE).isEqualTo(exact == Marks.NOT_STALE);
    }
}
