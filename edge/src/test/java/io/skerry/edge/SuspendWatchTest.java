package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SuspendWatchTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600 * SECOND;

    private static final Slept BEFORE = new Slept(7, 100 * SECOND, 1_000 * SECOND);

    @Test
    void what_all_clocks_know_of_is_no_sleep() {
        assertThat(after(SECOND, SECOND, SECOND)).isZero();
        assertThat(after(HOUR, HOUR, HOUR)).isZero();
        assertThat(after(SECOND, SECOND + SECOND / 2, 2 * SECOND)).isZero();
    }

    @Test
    void what_the_monotonic_timer_alone_does_not_know_of_is() {
        assertThat(after(SECOND, HOUR + SECOND, HOUR + SECOND)).isEqualTo(HOUR);
    }

    @Test
    void clock_that_is_set_or_an_uptime_of_another_machine_is_none() {
        assertThat(after(SECOND, SECOND, HOUR)).isZero();
        assertThat(after(SECOND, SECOND, -HOUR)).isZero();
        assertThat(after(SECOND, HOUR, SECOND)).isZero();
    }

    @Test
    void stored_responses_grow_old_meanwhile() {
        AnchoredClock clock = new AnchoredClock();
        Instant before = clock.instant();
        clock.slept(HOUR);
        assertThat(clock.instant()).isCloseTo(before.plus(Duration.ofHours(1)), within(30, ChronoUnit.SECONDS));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void clocks_of_this_machine_can_be_read() {
        assertThat(SuspendWatch.look()).isPresent();
    }

    private static long after(long nanos, long uptime, long wall) {
        return new Slept(BEFORE.nanos() + nanos, BEFORE.uptimeNanos() + uptime, BEFORE.wallNanos() + wall)
                .since(BEFORE);
    }
}
