package io.skerry.cache.store.hot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long a read is remembered. */
class RecentReadsTest {

    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final long MEMORY = 1L << 20;

    private final RecentReads reads = new RecentReads(MEMORY);

    @Test
    void only_the_second_read_within_the_window_is_one_again() {
        assertThat(reads.again(SPREAD, 10)).isFalse();
        assertThat(reads.again(SPREAD, 10)).isTrue();
    }

    @Test
    void what_was_read_before_the_window_is_read_as_if_for_the_first_time() {
        reads.again(SPREAD, 10);
        for (long other = 2; other < 12; other++) {
            assertThat(reads.again(SPREAD * other, 10)).isFalse();
        }

        assertThat(reads.again(SPREAD, 10)).isFalse();
        assertThat(reads.again(SPREAD, 10)).isTrue();
    }

    @Test
    void digests_that_share_a_place_are_told_apart() {
        assertThat(reads.again(1L << 40, 10)).isFalse();
        assertThat(reads.again(2L << 40, 10)).isFalse();
        assertThat(reads.again(0, 10)).isFalse();
    }

    @Test
    void nothing_is_known_of_what_was_never_read_however_long_the_count_goes_on() {
        for (long i = 0; i < (1L << 24) + 10; i++) {
            reads.again(SPREAD, 10);
        }

        assertThat(reads.again(0, Long.MAX_VALUE)).isFalse();
    }
}
