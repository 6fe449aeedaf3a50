package io.skerry.edge.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResetFloodTest {

    private static final long WINDOW = ResetFlood.WINDOW.toNanos();

    private final ResetFlood flood = new ResetFlood();

    @Test
    void streams_that_are_all_reset_are_one_once_more_are_than_allowed() {
        assertThat(resets(ResetFlood.ALLOWED, 1, 0)).isFalse();
        assertThat(resets(1, 1, 0)).isTrue();
    }

    @Test
    void any_number_of_resets_among_twice_as_many_streams_is_none() {
        assertThat(resets(100_000, 2, 0)).isFalse();
    }

    @Test
    void more_than_half_are_one() {
        assertThat(resets(1_000, 2, 0)).isFalse();
        assertThat(resets(1_000, 1, 0)).isTrue();
    }

    @Test
    void streams_opened_before_the_first_reset_do_not_pay_for_others() {
        for (int i = 0; i < 1_000_000; i++) {
            flood.opened();
        }
        assertThat(resets(ResetFlood.ALLOWED, 1, 0)).isFalse();
        assertThat(resets(1, 1, 0)).isTrue();
    }

    @Test
    void what_was_reset_and_opened_a_window_ago_does_not_count() {
        assertThat(resets(ResetFlood.ALLOWED, 100, 0)).isFalse();
        assertThat(resets(ResetFlood.ALLOWED, 1, WINDOW)).isFalse();
        assertThat(resets(1, 1, 2 * WINDOW - 1)).isTrue();
    }

    @Test
    void the_clock_may_be_anywhere() {
        assertThat(resets(ResetFlood.ALLOWED, 1, Long.MAX_VALUE)).isFalse();
        assertThat(resets(1, 1, Long.MIN_VALUE)).isTrue();
    }

    /** So many streams are reset, each behind as many that were opened. */
    private boolean resets(int count, int openedBeforeEach, long nanos) {
        boolean seen = false;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < openedBeforeEach; j++) {
                flood.opened();
            }
            seen |= flood.reset(nanos);
        }
        return seen;
    }
}
