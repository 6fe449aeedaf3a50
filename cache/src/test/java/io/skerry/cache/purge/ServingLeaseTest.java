package io.skerry.cache.purge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServingLeaseTest {

    private static final Duration LEASE = Duration.ofSeconds(10);

    private long nanos = Long.MAX_VALUE - 5;
    private long millis = 1_000_000;
    private final ServingLease lease = new ServingLease(() -> nanos, () -> millis);

    @Test
    void holds_for_ever_unless_it_is_given_an_end() {
        pass(Duration.ofDays(400));
        assertThat(lease.holds()).isTrue();
        lease.end();
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void holds_for_its_time_from_when_it_was_asked_for() {
        ServingLease.Moment asked = lease.now();
        pass(Duration.ofSeconds(3));
        lease.holdFor(LEASE, asked);
        pass(Duration.ofSeconds(6));
        assertThat(lease.holds()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void is_over_when_the_machine_was_suspended_for_longer() {
        lease.holdFor(LEASE, lease.now());
        // The monotonic clock has stood still.
        millis += Duration.ofHours(1).toMillis();
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void is_no_longer_where_the_clock_is_set_back() {
        lease.holdFor(LEASE, lease.now());
        millis -= Duration.ofHours(1).toMillis();
        assertThat(lease.holds()).isTrue();
        nanos += LEASE.toNanos();
        assertThat(lease.holds()).isFalse();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        millis += time.toMillis();
    }
}
